import type { CheckContext } from '../../src/model/check.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { readLimitHeaders } from '../../src/probe/rate-limit/headers.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { countedAnswers } from '../../src/probe/rate-limit/readings.ts';
import { spanOf } from '../../src/probe/rate-limit/span.ts';

/** Seconds that rounding, and a cached Date, may add or take off. */
const ROUNDING = 2;

export const reset = quotaCheck({
  id: 'rate-limit/reset',
  cases: ['RL-06'],
  title: 'The reset of a quota lies within its window',
  severity: 'low',
  kind: 'policy',
  profile: 'quick',
  byHeaders: true,
  why: 'Clients that wait until the reset wait for hours when it is in other units than they think.',
  remedy: 'Send whole seconds from now, as the drafts say; never milliseconds.',
  references: ['draft-ietf-httpapi-ratelimit-headers section 4'],
  unfit: ({ name, headers }) =>
    headers === 'auto' || headers === 'none'
      ? `policy.limits (${name}): declare the family of its headers`
      : undefined,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const answers = countedAnswers(exchanges, limit, context).filter(
    (exchange) => read(exchange).resets.length > 0,
  );
  if (answers.length === 0)
    return { outcome: 'inconclusive', message: 'no answer tells a reset', exchanges: [] };
  const wrong = answers.filter((exchange) => !isSane(exchange, limit, context));
  if (wrong.length === 0)
    return { outcome: 'pass', message: 'the reset lies within the window', exchanges: [answers[0]!.id] };
  if (wrong.length < answers.length)
    return {
      outcome: 'inconclusive',
      message: `some resets lie within the window, and ${read(wrong[0]!).resets.join(', ')} does not`,
      exchanges: wrong.map(({ id }) => id),
    };
  return {
    outcome: 'fail',
    message: `a reset of ${read(wrong[0]!).resets.join(', ')}, where the window is ${formatDuration(limit.window)}`,
    exchanges: wrong.map(({ id }) => id),
  };
}

/** A number of the de facto headers may mean four things; one that makes sense is enough. */
function isSane(exchange: Exchange, limit: LimitPolicy, { policy }: CheckContext): boolean {
  const { resets, quotas } = read(exchange);
  const declared = policy.limits.filter(({ endpoint }) => endpoint === limit.endpoint);
  // Sliding counters are full again after two windows.
  const windows = [
    ...declared.map(({ window, algorithm }) => (window / 1000) * (algorithm === 'fixed-window' ? 1 : 2)),
    ...quotas.flatMap(({ window = 0 }) => window),
  ];
  const longest = Math.max(...windows) + ROUNDING;
  const now = Date.parse(headerValue(answerHeaders(exchange), 'date') ?? '') / 1000;
  // The Date may be put on the answer a good while after the limit was asked.
  const under = ROUNDING + spanOf([exchange]) / 1000;
  const within = (seconds: number) => seconds >= -under && seconds <= longest;
  const lenient = limit.headers === 'x-ratelimit';
  return resets.some(
    (value) =>
      within(value) ||
      (lenient && within(value / 1000)) ||
      // Without a Date nothing can be said of points in time.
      (value > 1e9 && (Number.isNaN(now) || within(value - now) || within(value / 1000 - now))),
  );
}

function read(exchange: Exchange) {
  return readLimitHeaders(answerHeaders(exchange));
}
