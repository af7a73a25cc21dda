import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { inferAlgorithm, signsOf } from '../../src/probe/rate-limit/algorithm.ts';
import { firstBurst, notUsedUp } from '../../src/probe/rate-limit/judge.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';

export const enforced = quotaCheck({
  id: 'rate-limit/enforced',
  cases: ['RL-01'],
  title: 'Requests beyond a declared limit are rejected',
  severity: 'high',
  kind: 'policy',
  why: 'A limit that lets everything through protects nobody from a client that floods the service.',
  remedy: 'Count requests by the declared scope, and reject those beyond the quota with the declared status.',
  references: ['RFC 6585 section 4', 'OWASP API4:2023'],
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy): Judgement {
  const last = firstBurst(exchanges);
  if (last?.end === 'rejected')
    return {
      outcome: 'pass',
      message: `rejected after ${last.admitted} requests of one ${limit.scope}${likeOf(exchanges, limit)}`,
      exchanges: [last.last.id],
    };
  if (last?.end !== 'most') return notUsedUp(last, limit);
  // Windows that change in the midst of the burst, and buckets that fill up again, let through twice the quota at most.
  return {
    outcome: 'fail',
    message: `${last.admitted} requests in ${formatDuration(last.elapsed)} and no ${limit.status}, where ${limit.quota} in ${formatDuration(limit.window)} are declared`,
    exchanges: last.exchanges.map(({ id }) => id),
  };
}

/** How it seems to count: worth a word, and never a failure. */
function likeOf(exchanges: readonly Exchange[], limit: LimitPolicy): string {
  const signs = signsOf(exchanges, limit);
  const algorithm = signs === undefined ? 'unknown' : inferAlgorithm(signs);
  return algorithm === 'unknown' ? '' : `, counted like a ${algorithm}`;
}
