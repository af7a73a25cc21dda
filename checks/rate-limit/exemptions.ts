import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { expectedStatus } from '../../src/probe/call.ts';
import { burstsOf, inStage, notUsedUp } from '../../src/probe/rate-limit/judge.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { excuseOf, rejectedLater, spentBy } from '../../src/probe/rate-limit/spent.ts';

export const exemptions = quotaCheck({
  id: 'rate-limit/exemptions',
  cases: ['RL-28'],
  title: 'What is exempt from a limit is served although the quota is used up',
  severity: 'medium',
  kind: 'policy',
  why: 'A health check that counts against a limit takes the service out of rotation when it is busiest.',
  remedy: 'Leave health and readiness routes out of the limiter.',
  references: ['RFC 6585 section 4', 'Kubernetes: liveness, readiness and startup probes'],
  unfit: ({ name, exempt }) =>
    exempt.length === 0 ? `policy.limits (${name}): declare the endpoints that are exempt` : undefined,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, { endpoints }: CheckContext): Judgement {
  const asked = exchanges.filter(({ role }) => role.startsWith('exempt '));
  const nameOf = ({ role }: Exchange) => role.slice('exempt '.length);
  const isServed = (exchange: Exchange) =>
    expectedStatus(endpoints[nameOf(exchange)]!, exchange.response?.status ?? 0);
  const within = inStage(asked, 'window');
  const after = inStage(asked, 'recovery');
  if (within.length === 0) return notAsked(exchanges, limit);
  const denied = within.find(({ response }) => response?.status === limit.status);
  const shown = [...within, ...after].map(({ id }) => id);
  if (denied) {
    const again = after.find((exchange) => nameOf(exchange) === nameOf(denied));
    const proven = again !== undefined && isServed(again);
    return {
      outcome: proven ? 'fail' : 'inconclusive',
      message: `${nameOf(denied)} was rejected while the quota was used up${proven ? ', and served afterwards' : '; it was not seen to be served afterwards'}`,
      exchanges: shown,
    };
  }
  const open = (message: string): Judgement => ({ outcome: 'inconclusive', message, exchanges: shown });
  const odd = within.find((exchange) => !isServed(exchange));
  if (odd) return open(`${nameOf(odd)} got ${odd.response ? `status ${odd.response.status}` : 'no answer'}`);
  const byName = Map.groupBy(within, nameOf);
  for (const [name, served] of byName) {
    const excuse = timeFor(served, exchanges, limit);
    if (excuse) return open(`${excuse} ${name} was asked`);
  }
  const message = `${[...byName.keys()].join(', ')} served while the quota was used up`;
  return { outcome: 'pass', message, exchanges: shown };
}

/** Why these may have been served although they count: the quota may have had room again. */
function timeFor(
  served: readonly Exchange[],
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
): string | undefined {
  const burst = burstsOf(exchanges, 'first', 'window').at(-1);
  if (!burst) return undefined;
  const within = inStage(exchanges, 'window').filter(({ role }) => role !== 'burst');
  return excuseOf(spentBy(burst, 'disturbed'), served, limit, rejectedLater(within, served.at(-1)!, limit));
}

function notAsked(exchanges: readonly Exchange[], limit: LimitPolicy): Judgement {
  const burst = burstsOf(exchanges, 'first', 'window').at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const message = 'not asked, since other clients were rejected too';
  return { outcome: 'inconclusive', message, exchanges: [burst.last.id] };
}
