import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { isFresh, isStorable } from '../../src/probe/caching/freshness.ts';
import { needsReadable } from '../../src/probe/cors/endpoint.ts';
import { combined } from '../../src/probe/cors/protocol.ts';
import { PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders, headerList, headerValue } from '../../src/probe/headers.ts';
import {
  answered,
  failWith,
  inconclusive,
  inRole,
  named,
  outcomeOf,
  pass,
  type Wrong,
} from '../../src/probe/judgement.ts';

export const vary: Check = {
  ...PAGES,
  id: 'cors/vary',
  cases: ['CORS-P11', 'CORS-P12'],
  title: 'An answer whose grant depends on the origin says so in Vary',
  severity: 'medium',
  kind: 'spec',
  why: 'Without Vary a cache hands the grant of one origin, or an answer without one, to the page of another, which is then refused.',
  remedy: 'Send Vary: Origin wherever Access-Control-Allow-Origin is chosen by the request, granted or not.',
  references: ['https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches'],
  needs: needsReadable,
  judge,
};

function judge(exchanges: readonly Exchange[]): Judgement {
  const seen = [...inRole(exchanges, 'simple').slice(0, 2), ...inRole(exchanges, 'plain')];
  if (inRole(exchanges, 'plain').length === 0) return inconclusive('the quick profile does not ask for this');
  const silent = seen.find((exchange) => !answered(exchange));
  if (silent !== undefined) return inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent]);
  const grants = new Set(seen.map(allowed));
  const granting = seen.filter((exchange) => ![undefined, '*'].includes(allowed(exchange)));
  if (grants.size === 1 || granting.length === 0)
    return pass('the grant does not depend on the origin', seen);
  const unsaid = seen.filter((exchange) => !isVarying(exchange));
  const positive = unsaid.filter((exchange) => granting.includes(exchange) && isStorable(exchange));
  const negative = unsaid.filter((exchange) => !granting.includes(exchange) && isFresh(exchange));
  const failure = failWith([...positive.map(granted), ...negative.map(withheld)]);
  if (failure === undefined)
    return pass(
      unsaid.length === 0 ? 'Vary names Origin' : 'Vary does not name Origin, and nothing may be stored',
      seen,
    );
  const rows = [...(positive.length > 0 ? ['CORS-P11'] : []), ...(negative.length > 0 ? ['CORS-P12'] : [])];
  return { ...failure, cases: rows, exchanges: seen.map(({ id }) => id) };
}

function granted(exchange: Exchange): Wrong {
  const message = `${named(exchange)} grants ${quote(allowed(exchange) ?? '')} to this origin alone, may be stored, and Vary is ${varyOf(exchange)}`;
  return { exchange, severity: 'medium', message };
}

function withheld(exchange: Exchange): Wrong {
  const message = `${named(exchange)} has no grant where no origin asks, may be used again for a page that is granted one, and Vary is ${varyOf(exchange)}`;
  return { exchange, severity: 'low', message };
}

function varyOf(exchange: Exchange): string {
  return quote(headerValue(answerHeaders(exchange), 'vary') ?? '');
}

function allowed(exchange: Exchange): string | undefined {
  return combined(answerHeaders(exchange), 'access-control-allow-origin');
}

function isVarying(exchange: Exchange): boolean {
  return headerList(answerHeaders(exchange), 'vary').some((member) => member === 'origin' || member === '*');
}
