import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { readLimitHeaders } from '../../src/probe/rate-limit/headers.ts';
import { firstBurst, notUsedUp } from '../../src/probe/rate-limit/judge.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { spanOf } from '../../src/probe/rate-limit/span.ts';
import { retryAfterOf } from '../../src/probe/retry-after.ts';

/** Seconds that rounding may take off. */
const ROUNDING = 1;

export const retryAfter = quotaCheck({
  id: 'rate-limit/retry-after',
  cases: ['RL-07'],
  title: 'A rejected request is told when to come back',
  severity: 'low',
  kind: 'policy',
  why: 'Clients that do not know when to come back come back at once, and keep the service busy with rejections.',
  remedy: 'Send Retry-After on every rejection: whole seconds, and no earlier than the reset of the quota.',
  references: ['RFC 6585 section 4', 'RFC 9110 section 10.2.3', 'draft-ietf-httpapi-ratelimit-headers'],
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy): Judgement {
  const burst = firstBurst(exchanges);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const rejection = burst.last;
  const wrong = faultOf(rejection, limit);
  // Some send it always, which clients ignore: worth a note, not a failure.
  const phantom = burst.exchanges.some((exchange) => exchange !== rejection && carries(exchange));
  if (!wrong && isEarly(rejection, limit, 0))
    return {
      outcome: 'inconclusive',
      message: 'the rejection took so long that its dates cannot be compared',
      exchanges: [rejection.id],
    };
  const note = phantom ? ' (answers that are served carry Retry-After too)' : '';
  return {
    outcome: wrong ? 'fail' : 'pass',
    message: wrong ?? `the rejection says when to come back, as declared${note}`,
    exchanges: [rejection.id],
  };
}

function faultOf(rejection: Exchange, limit: LimitPolicy): string | undefined {
  const lines = rejection.response?.headers ?? [];
  const { seconds, fault } = retryAfterOf(rejection);
  if (fault) return fault;
  if (!carries(rejection)) return limit.retryAfter ? 'a rejection carries no Retry-After' : undefined;
  if (!isEarly(rejection, limit, isDate(rejection) ? spanOf([rejection]) / 1000 : 0)) return undefined;
  const { reset } = readLimitHeaders(lines);
  return `Retry-After of ${seconds} s is earlier than the reset of the quota in ${reset} s`;
}

/** Whether it is earlier than the reset by more than rounding and `slack`, in seconds. */
function isEarly(rejection: Exchange, limit: LimitPolicy, slack: number): boolean {
  const { seconds } = retryAfterOf(rejection);
  const { reset, families } = readLimitHeaders(rejection.response?.headers ?? []);
  // Buckets have room again before they are full; and only the drafts say what a reset means.
  const known = limit.algorithm === 'fixed-window' && families.some((family) => family !== 'x-ratelimit');
  const sane = reset !== undefined && reset <= limit.window / 1000 + ROUNDING;
  return seconds !== undefined && known && sane && seconds + slack < reset - ROUNDING;
}

/** A date is measured by the Date of the answer, which may be put on it a good while after the limit was asked. */
function isDate(rejection: Exchange): boolean {
  return !/^\d/.test(headerValue(answerHeaders(rejection), 'retry-after') ?? '');
}

function carries({ response }: Exchange): boolean {
  return response?.headers.some(([name]) => name.toLowerCase() === 'retry-after') ?? false;
}
