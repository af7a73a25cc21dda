import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller } from '../../src/probe/caller.ts';
import { corsEndpoint, corsOrigin, needsReadable } from '../../src/probe/cors-endpoint.ts';
import { answerHeaders, headerList, headerValue } from '../../src/probe/headers.ts';
import { answered, fail, inconclusive, named, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

export const vary: Check = {
  id: 'cors/vary',
  cases: ['CORS-P11'],
  title: 'An answer whose grant depends on the origin says so in Vary',
  severity: 'medium',
  kind: 'spec',
  active: false,
  exhausting: false,
  why: 'Without Vary a cache hands the grant of one origin to the page of another, which is then refused.',
  remedy: 'Send Vary: Origin wherever Access-Control-Allow-Origin is chosen by the request.',
  references: ['https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches'],
  budget: () => requestsFor(3),
  needs: needsReadable,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const endpoint = corsEndpoint(context)!;
  const second = context.policy.cors?.origins[1];
  const headers = [
    [['origin', corsOrigin(context)]],
    second === undefined ? [] : [['origin', second]],
    [],
  ] as const;
  const exchanges: Exchange[] = [];
  for (const lines of headers)
    exchanges.push(await caller.call(endpoint, { role: 'simple', headers: lines as never }));
  return exchanges;
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const silent = exchanges.find((exchange) => !answered(exchange));
  if (silent !== undefined) return inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent]);
  const grants = new Set(exchanges.map(allowed));
  const granting = exchanges.filter((exchange) => ![undefined, '*'].includes(allowed(exchange)));
  if (grants.size === 1 || granting.length === 0)
    return pass('the grant does not depend on the origin', exchanges);
  const silentlyVarying = granting.filter((exchange) => !isVarying(exchange));
  const wrong = silentlyVarying.find(isStorable);
  if (wrong !== undefined)
    return fail(
      `${named(wrong)} grants ${quote(allowed(wrong) ?? '')} to this origin alone, may be stored, and Vary is ${quote(headerValue(answerHeaders(wrong), 'vary') ?? '')}`,
      exchanges,
    );
  return pass(
    silentlyVarying.length === 0
      ? 'Vary names Origin'
      : 'Vary does not name Origin, and nothing may be stored',
    exchanges,
  );
}

function allowed(exchange: Exchange): string | undefined {
  return headerValue(answerHeaders(exchange), 'access-control-allow-origin');
}

function isVarying(exchange: Exchange): boolean {
  return headerList(answerHeaders(exchange), 'vary').some((member) => member === 'origin' || member === '*');
}

function isStorable(exchange: Exchange): boolean {
  return !headerList(answerHeaders(exchange), 'cache-control').includes('no-store');
}
