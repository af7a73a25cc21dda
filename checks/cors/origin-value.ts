import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { needsReadable } from '../../src/probe/cors/endpoint.ts';
import { combined, isEmittable } from '../../src/probe/cors/protocol.ts';
import { judgeEach, PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders, headerValues } from '../../src/probe/headers.ts';
import { inRole, named, pass, type Wrong } from '../../src/probe/judgement.ts';

const ORIGIN = 'access-control-allow-origin';

export const originValue: Check = {
  ...PAGES,
  id: 'cors/origin-value',
  cases: ['CORS-P09', 'CORS-P10'],
  title: 'Access-Control-Allow-Origin is one value, written as browsers write origins',
  severity: 'medium',
  kind: 'spec',
  why: 'Browsers compare byte by byte: a list, a pattern, a slash at the end or an upper-case letter grants nothing.',
  remedy: 'Send one line with the very Origin that was received, or *.',
  references: ['https://fetch.spec.whatwg.org/#http-access-control-allow-origin'],
  needs: needsReadable,
  judge,
};

function judge(exchanges: readonly Exchange[]): Judgement {
  const pages = [...inRole(exchanges, 'simple'), ...inRole(exchanges, 'preflight')];
  const rows = new Set<string>();
  const judgement = judgeEach(
    pages,
    (exchange) => {
      const row = rowOf(exchange);
      if (row === undefined) return [];
      rows.add(row);
      return [wrongOf(exchange)];
    },
    () => pass('one value, written as browsers write it'),
  );
  return rows.size === 0 ? judgement : { ...judgement, cases: [...rows] };
}

/** The row that the answer breaks. An origin that is right, but another one, is not for this check. */
function rowOf(exchange: Exchange): string | undefined {
  const value = combined(answerHeaders(exchange), ORIGIN);
  if (value === undefined || value === '' || value === '*') return undefined;
  // URLs may have a * in their host; in a grant it is a pattern, which no browser knows.
  if (isEmittable(value) && !value.includes('*')) return undefined;
  return /[,\s]/.test(value) ? 'CORS-P09' : 'CORS-P10';
}

function wrongOf(exchange: Exchange): Wrong {
  const values = headerValues(answerHeaders(exchange), ORIGIN).map((value) => quote(value));
  return {
    exchange,
    message: `${named(exchange)} is answered Access-Control-Allow-Origin ${values.join(' and ')}`,
  };
}
