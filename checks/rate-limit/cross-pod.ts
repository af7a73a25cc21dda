import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { secondOf } from '../../src/probe/rate-limit/second.ts';

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
  const [total] = second.full;
  const { scattered } = second;
  const shown = [...total.exchanges, ...(scattered?.exchanges ?? [])].map(({ id }) => id);
  if (total.kind === 'full')
    return {
      outcome: 'pass',
      message: `${total.admitted} requests were served over as many connections`,
      exchanges: shown,
    };
  if (total.kind !== 'over')
    return { outcome: 'inconclusive', message: 'how much is served could not be told', exchanges: shown };
  if (!scattered?.over)
    return {
      outcome: scattered ? 'pass' : 'inconclusive',
      message: scattered
        ? `${scattered.admitted} requests were served one by one over as many connections`
        : 'more than the quota was served, but in one window alone',
      exchanges: shown,
    };
  return {
    outcome: 'fail',
    message: `${total.admitted} and ${scattered.admitted} requests were served over fresh connections, where ${second.capacity} were over one`,
    exchanges: shown,
  };
}
