import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { preflightHeaders } from '../../src/probe/cors.ts';
import { corsEndpoint, corsOrigin, needsReadable } from '../../src/probe/cors-endpoint.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { answered, failWith, inconclusive, named, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

export const wildcardWithCredentials: Check = {
  id: 'cors/wildcard-with-credentials',
  cases: ['CORS-P06'],
  title: 'The wildcard * is not combined with credentials',
  severity: 'medium',
  kind: 'spec',
  active: false,
  exhausting: false,
  why: 'Browsers refuse * together with credentials: whoever wrote it expected an access that never works.',
  remedy: 'Send the exact origin with Access-Control-Allow-Credentials: true, or * without it.',
  references: ['https://fetch.spec.whatwg.org/#concept-cors-check'],
  budget: () => requestsFor(2),
  needs: needsReadable,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const endpoint = corsEndpoint(context)!;
  const origin = corsOrigin(context);
  const headers = preflightHeaders({ origin, method: 'GET', headers: context.policy.cors?.headers ?? [] });
  return [
    await caller.call(endpoint, { role: 'simple', headers: [['origin', origin]] }),
    await caller.call(endpoint, { role: 'preflight', method: 'OPTIONS', anonymous: true, headers }),
  ];
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const wrongs = exchanges.filter(isBoth).map((exchange) => ({
    exchange,
    message: `${named(exchange)} is answered Access-Control-Allow-Origin * with Access-Control-Allow-Credentials true`,
  }));
  const [simple] = exchanges;
  const failure = failWith(wrongs);
  if (failure !== undefined) return failure;
  if (!answered(simple)) return inconclusive(`the request ${outcomeOf(simple)}`, exchanges);
  return pass('the wildcard is not combined with credentials', exchanges);
}

function isBoth(exchange: Exchange): boolean {
  const headers = answerHeaders(exchange);
  return (
    headerValue(headers, 'access-control-allow-origin') === '*' &&
    headerValue(headers, 'access-control-allow-credentials') === 'true'
  );
}
