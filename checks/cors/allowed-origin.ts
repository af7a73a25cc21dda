import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller } from '../../src/probe/caller.ts';
import { grantOf, grantText, preflightHeaders, preflightRefusal } from '../../src/probe/cors.ts';
import { needsOrigins } from '../../src/probe/cors-endpoint.ts';
import { sentHeader } from '../../src/probe/headers.ts';
import {
  answered,
  failWith,
  inconclusive,
  named,
  outcomeOf,
  pass,
  type Wrong,
} from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

export const allowedOrigin: Check = {
  id: 'cors/allowed-origin',
  cases: ['CORS-P01'],
  title: 'Every declared origin may read, with every declared method and header',
  severity: 'high',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'A page of the product itself that is refused by the browser is an outage for its users.',
  remedy: 'Answer GET and the preflight of each declared origin with the grant that policy.cors promises.',
  references: ['https://fetch.spec.whatwg.org/#cors-preflight-fetch'],
  budget: ({ policy }) => requestsFor(origins(policy).length * (1 + (policy.cors?.methods.length ?? 0))),
  needs: needsOrigins,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const { endpoint, methods, headers } = context.policy.cors!;
  const exchanges: Exchange[] = [];
  for (const origin of origins(context.policy)) {
    exchanges.push(await caller.call(endpoint, { role: 'simple', headers: [['origin', origin]] }));
    for (const method of methods)
      exchanges.push(
        await caller.call(endpoint, {
          role: 'preflight',
          facts: { method },
          method: 'OPTIONS',
          anonymous: true,
          headers: preflightHeaders({ origin, method, headers }),
        }),
      );
  }
  return exchanges;
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const silent = exchanges.find((exchange) => !answered(exchange));
  const failure = failWith(exchanges.filter(answered).flatMap((exchange) => wrongOf(exchange, context)));
  if (failure !== undefined) return failure;
  if (silent !== undefined) return inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent]);
  const count = origins(context.policy).length;
  return pass(`${count} declared ${count === 1 ? 'origin is' : 'origins are'} granted`);
}

function wrongOf(exchange: Exchange, { policy }: CheckContext): Wrong[] {
  const { credentials, headers } = policy.cors!;
  const origin = sentHeader(exchange, 'origin') ?? '';
  const seen = grantText(exchange);
  if (exchange.role === 'simple') {
    const grant = grantOf(exchange.response!.headers, origin);
    const granted = credentials ? grant.credentialed : grant.anonymous;
    const how = credentials ? ' with credentials' : '';
    return granted
      ? []
      : [{ exchange, message: `${quote(origin)} is not granted${how} on ${named(exchange)}: ${seen}` }];
  }
  const method = String(exchange.facts?.['method']);
  const refusal = preflightRefusal(exchange.response!, {
    origin,
    method,
    headers,
    credentialed: credentials,
  });
  if (refusal === undefined) return [];
  return [{ exchange, message: `the preflight of ${quote(origin)} for ${method} is refused: ${refusal}` }];
}

function origins(policy: CheckContext['policy']): readonly string[] {
  return policy.cors?.origins ?? [];
}
