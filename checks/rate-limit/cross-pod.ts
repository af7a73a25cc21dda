import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { secondOf } from '../../src/probe/rate-limit/second.ts';
import { inOtherPhases } from '../../src/probe/rate-limit/span.ts';
import { proper, type Total } from '../../src/probe/rate-limit/total.ts';

export const crossPod = quotaCheck({
  id: 'rate-limit/cross-pod',
  cases: ['RL-24'],
  title: 'A client gets one quota, however many connections it opens',
  severity: 'high',
  kind: 'policy',
  why: 'With a counter in each process or pod, the quota is multiplied by their number, and differs with every deployment.',
  remedy: 'Keep counters in a store that all instances share, or declare the limit as approximate.',
  references: ['OWASP API4:2023', 'CWE-799'],
  unfit: ({ name, approximate }) =>
    approximate ? `policy.limits (${name}) is declared as approximate` : undefined,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const second = secondOf(exchanges, limit, context);
  if ('outcome' in second) return second;
  const { capacity, scattered } = second;
  const [total] = second.full;
  const shown = [...total.exchanges, ...(scattered?.exchanges ?? [])].map(({ id }) => id);
  const open = (message: string): Judgement => ({ outcome: 'inconclusive', message, exchanges: shown });
  const isProper = ({ kind, admitted, elapsed, rejected }: Total) =>
    kind === 'full' && rejected && admitted <= proper(limit, capacity, elapsed);
  const kept = [total, ...(scattered ? [scattered] : [])].find(isProper);
  if (kept)
    return {
      outcome: 'pass',
      message: `${kept.admitted} requests were served over as many connections`,
      exchanges: shown,
    };
  const slow = [total, scattered].find((each) => each && each.elapsed >= limit.window);
  if (slow) return open('the window ended before its quota was used up over fresh connections');
  if (total.kind === 'full' && total.admitted > limit.quota)
    return open(
      `${total.admitted} requests were served: too many, unless places came back before the window ended`,
    );
  if (total.kind !== 'over') return open('how much is served could not be told');
  if (scattered?.kind !== 'over') return open('more than the quota was served, but in one window alone');
  if (!inOtherPhases(total.exchanges, scattered.exchanges, limit))
    return open('more than the quota was served, unless the window ended in the midst both times');
  return {
    outcome: 'fail',
    message: `${total.admitted} and ${scattered.admitted} requests were served over fresh connections, where ${capacity} were over one`,
    exchanges: shown,
  };
}
