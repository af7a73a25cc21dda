import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { preflightHeaders } from '../../src/probe/cors.ts';
import { needsOrigins } from '../../src/probe/cors-endpoint.ts';
import { answered, fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

export const preflightWithoutAuth: Check = {
  id: 'cors/preflight-without-auth',
  cases: ['CORS-P02'],
  title: 'A preflight is answered without authentication',
  severity: 'high',
  kind: 'spec',
  active: false,
  exhausting: false,
  why: 'Browsers never send credentials with a preflight, so a service that demands them refuses every page.',
  remedy: 'Answer OPTIONS with Access-Control-Request-Method before authentication is looked at.',
  references: ['https://fetch.spec.whatwg.org/#cors-preflight-fetch'],
  budget: () => requestsFor(2),
  needs: needsOrigins,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const { endpoint, origins, headers } = context.policy.cors!;
  const asked = preflightHeaders({ origin: origins[0]!, method: 'GET', headers });
  const call = { method: 'OPTIONS', headers: asked };
  return [
    await caller.call(endpoint, { ...call, role: 'preflight', anonymous: true }),
    // No browser does this; it tells whether it was the credentials that the service missed.
    await caller.call(endpoint, { ...call, role: 'authenticated' }),
  ];
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const [preflight, authenticated] = exchanges;
  if (!answered(preflight)) return inconclusive(`the preflight ${outcomeOf(preflight)}`, exchanges);
  const status = preflight.response!.status;
  if (status >= 200 && status <= 299) return pass(`the preflight is answered ${status}`, [preflight]);
  if (status === 401 || status === 403 || (status >= 300 && status <= 399)) {
    const withToken = authenticated?.response?.status;
    return fail(
      `the preflight is answered ${status} without credentials, and ${withToken ?? 'not at all'} with them`,
      exchanges,
    );
  }
  return inconclusive(`the preflight is answered ${status}, which is no matter of authentication`, exchanges);
}
