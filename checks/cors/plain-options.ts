import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { corsEndpoint, needsReadable } from '../../src/probe/cors/endpoint.ts';
import { crashesOf, tryTwice } from '../../src/probe/crash.ts';
import { fail, inconclusive, inRole, named, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

export const plainOptions: Check = {
  id: 'cors/plain-options',
  cases: ['CORS-P21'],
  title: 'OPTIONS without an Origin does not break the service',
  severity: 'low',
  kind: 'spec',
  active: false,
  exhausting: false,
  why: 'Monitors and clients send OPTIONS that is no preflight; a service that reads an absent Origin answers 500.',
  remedy: 'Take OPTIONS for a preflight only where Origin and Access-Control-Request-Method are there.',
  references: ['RFC 9110 section 9.3.7', 'https://fetch.spec.whatwg.org/#cors-preflight-request'],
  budget: () => requestsFor(4),
  needs: needsReadable,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const endpoint = corsEndpoint(context)!;
  const control = () => caller.call(endpoint, { role: 'control' });
  const options = () => caller.call(endpoint, { role: 'options', method: 'OPTIONS', anonymous: true });
  return [await control(), ...(await tryTwice(options)), await control()];
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const asked = inRole(exchanges, 'options');
  const broken = inRole(exchanges, 'control').find(({ response }) => (response?.status ?? 500) >= 500);
  if (broken !== undefined)
    return inconclusive(`the control ${named(broken)} ${outcomeOf(broken)}`, [broken]);
  if (crashesOf(asked, named).length > 0)
    return fail(`${named(asked[0]!)} without an Origin was answered 500, twice`, asked);
  const last = asked.at(-1);
  const status = last?.response?.status ?? 0;
  // 501 says that the method is not implemented, which it need not be.
  if (status === 501 || (status >= 200 && status < 500 && status !== 429))
    return pass(`OPTIONS without an Origin is answered ${status}`, asked);
  return inconclusive(`OPTIONS without an Origin ${outcomeOf(last)}`, asked);
}
