import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { ATTEMPTS, useUp } from '../../src/probe/ratelimit-burst.ts';
import { limitCheck } from '../../src/probe/ratelimit-check.ts';
import { readLimitHeaders } from '../../src/probe/ratelimit-headers.ts';
import { burstsOf, notUsedUp } from '../../src/probe/ratelimit-judge.ts';
import { retryAfterOf } from '../../src/probe/retry-after.ts';

/** Seconds that rounding may take off. */
const ROUNDING = 1;

export const retryAfter = limitCheck({
  id: 'rate-limit/retry-after',
  cases: ['RL-07'],
  title: 'A rejected request is told when to come back',
  severity: 'low',
  kind: 'policy',
  active: true,
  why: 'Clients that do not know when to come back come back at once, and keep the service busy with rejections.',
  remedy: 'Send Retry-After on every rejection: whole seconds, and no earlier than the reset of the quota.',
  references: ['RFC 6585 section 4', 'RFC 9110 section 10.2.3', 'draft-ietf-httpapi-ratelimit-headers'],
  bursts: ATTEMPTS,
  extra: 0,
  observeLimit: async (ground) => (await useUp(ground)).kept,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy): Judgement {
  const burst = burstsOf(exchanges).at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const rejection = burst.last;
  const wrong = faultOf(rejection, limit);
  return {
    outcome: wrong ? 'fail' : 'pass',
    message: wrong ?? 'the rejection says when to come back, as declared',
    exchanges: [rejection.id],
  };
}

function faultOf(rejection: Exchange, limit: LimitPolicy): string | undefined {
  const lines = rejection.response?.headers ?? [];
  const { seconds, fault } = retryAfterOf(rejection);
  if (fault) return fault;
  const present = lines.some(([name]) => name.toLowerCase() === 'retry-after');
  if (!present) return limit.retryAfter ? 'a rejection carries no Retry-After' : undefined;
  const { reset, families } = readLimitHeaders(lines);
  // Only the drafts say what a reset means; elsewhere it may be anything.
  const known = families.some((family) => family !== 'x-ratelimit');
  if (seconds === undefined || reset === undefined || !known || seconds >= reset - ROUNDING) return undefined;
  return `Retry-After of ${seconds} s is earlier than the reset of the quota in ${reset} s`;
}
