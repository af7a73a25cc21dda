import type { CheckContext } from '../../src/model/check.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { type NamedQuota, readLimitHeaders } from '../../src/probe/rate-limit/headers.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { countedAnswers } from '../../src/probe/rate-limit/readings.ts';

export const declaredValues = quotaCheck({
  id: 'rate-limit/declared-values',
  cases: ['RL-04'],
  title: 'Rate-limit headers name the declared quota and window',
  severity: 'low',
  kind: 'policy',
  profile: 'quick',
  byHeaders: true,
  why: 'Clients pace themselves by what the headers say, and are rejected when the limiter thinks otherwise.',
  remedy: 'Send the quota and the window by which the limiter really counts, or declare those.',
  references: ['draft-ietf-httpapi-ratelimit-headers section 3'],
  unfit: ({ name, headers }) =>
    headers === 'auto' || headers === 'none'
      ? `policy.limits (${name}): declare the family of its headers`
      : undefined,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const answers = countedAnswers(exchanges, limit, context);
  const named = answers.map((exchange) => readLimitHeaders(exchange.response!.headers).quotas);
  const telling = named.filter((quotas) => quotas.length > 0);
  if (telling.length === 0)
    return { outcome: 'inconclusive', message: 'no answer names a quota', exchanges: [] };
  const wrong = answers.filter((_, index) => named[index]!.length > 0 && !names(named[index]!, limit));
  const others = context.policy.limits.filter(({ name }) => name !== limit.name);
  const about = others.find((other) => telling.every((quotas) => names(quotas, other)));
  if (wrong.length === 0)
    return { outcome: 'pass', message: `a quota of ${limit.quota} is named`, exchanges: [answers[0]!.id] };
  if (about)
    return {
      outcome: 'inconclusive',
      message: `the headers speak of the limit ${about.name}`,
      exchanges: [],
    };
  return {
    outcome: 'fail',
    message: `the headers name ${textOf(telling[0]!)}, where ${limit.quota} in ${formatDuration(limit.window)} are declared`,
    exchanges: wrong.map(({ id }) => id),
  };
}

/** Windows are named in whole seconds; one that is none cannot be compared. */
function names(quotas: readonly NamedQuota[], { quota, window }: LimitPolicy): boolean {
  const same = quotas.filter(({ limit }) => limit === quota);
  const windows = same.flatMap((each) => each.window ?? []);
  const comparable = window % 1000 === 0 && windows.length > 0;
  return same.length > 0 && (!comparable || windows.includes(window / 1000));
}

function textOf(quotas: readonly NamedQuota[]): string {
  return quotas
    .map(({ limit, window }) => (window === undefined ? `${limit}` : `${limit} in ${window} s`))
    .join(', ');
}
