import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { inferAlgorithm, signsOf } from '../../src/probe/rate-limit/algorithm.ts';
import { burstsOf, firstBurst, notUsedUp, type Told } from '../../src/probe/rate-limit/judge.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { placesBack, spanOf } from '../../src/probe/rate-limit/span.ts';

/** Stages in which a whole quota is used up by one client. */
const QUOTAS = ['first', 'window', 'recovery', 'proof'];

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
  const rejected = burstsOf(exchanges, ...QUOTAS).filter(({ end }) => end === 'rejected');
  const kept = rejected.find((told) => limit.approximate || isWithin(told, limit));
  if (kept)
    return {
      outcome: 'pass',
      message: `rejected after ${kept.admitted} requests of one ${limit.scope}${likeOf(exchanges, limit)}`,
      exchanges: [kept.last.id],
    };
  if (last?.end === 'rejected')
    return {
      outcome: 'inconclusive',
      message: `rejected after ${last.admitted} requests in ${formatDuration(last.elapsed)}, where the quota is ${limit.quota}: more than it holds, unless the window ended meanwhile`,
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

/** No more than one quota, what came back of it meanwhile, and the one by which counters may be off. */
function isWithin({ exchanges, admitted }: Told, limit: LimitPolicy): boolean {
  return admitted <= limit.quota + Math.floor(placesBack(limit, spanOf(exchanges))) + 1;
}

/** How it seems to count: worth a word, and never a failure. */
function likeOf(exchanges: readonly Exchange[], limit: LimitPolicy): string {
  const signs = signsOf(exchanges, limit);
  const algorithm = signs === undefined ? 'unknown' : inferAlgorithm(signs);
  return algorithm === 'unknown' ? '' : `, counted like a ${algorithm}`;
}
