import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { readLimitHeaders } from '../../src/probe/rate-limit/headers.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { countedSeries, placeOf } from '../../src/probe/rate-limit/readings.ts';

/** What counters may be off by. */
const SLACK = 1;
/** Quotas in which it must be wrong, since a window may end in the midst of one. */
const PROOF = 2;

export const remaining = quotaCheck({
  id: 'rate-limit/remaining',
  cases: ['RL-05'],
  title: 'What remains of a quota is told rightly',
  severity: 'low',
  kind: 'policy',
  profile: 'quick',
  byHeaders: true,
  why: 'Clients that plan with what remains stop too early, or run into the limit.',
  remedy: 'Send what the counter says after this request: one less each time, none with the last one.',
  references: ['draft-ietf-httpapi-ratelimit-headers section 4'],
  unfit: ({ name, algorithm, approximate }) =>
    algorithm === 'fixed-window' && !approximate
      ? undefined
      : `policy.limits (${name}): what remains is exact only where algorithm is declared as fixed-window`,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const series = countedSeries(exchanges, limit, context).filter((each) => each.some(tells));
  const wrong = series.map(wrongIn).filter((each) => each !== undefined);
  const [first] = wrong;
  if (series.length === 0)
    return { outcome: 'inconclusive', message: 'no answer says what remains', exchanges: [] };
  if (!first) return { outcome: 'pass', message: 'one less each time', exchanges: [series[0]![0]!.id] };
  // A window that ends meanwhile begins a count anew, but not each time.
  const proven = wrong.length >= PROOF && wrong.length === series.length;
  return {
    outcome: proven ? 'fail' : 'inconclusive',
    message: proven ? first.message : `${first.message}, but in one window alone`,
    exchanges: wrong.flatMap(({ shown }) => shown.map(({ id }) => id)),
  };
}

interface Wrong {
  readonly message: string;
  readonly shown: readonly Exchange[];
}

function wrongIn(series: readonly Exchange[]): Wrong | undefined {
  const telling = series.filter(tells);
  const [first] = telling;
  for (const exchange of telling) {
    const { limit, remaining: left = 0 } = read(exchange);
    if (limit !== undefined && left > limit)
      return { message: `${left} remain of ${limit}`, shown: [exchange] };
    const rejected = exchange.facts?.['end'] === 'rejected' && exchange === series.at(-1);
    const expected = rejected
      ? 0
      : Math.max(0, (read(first!).remaining ?? 0) - (placeOf(exchange) - placeOf(first!)));
    if (Math.abs(left - expected) > SLACK)
      return {
        message: `${left} remain with request ${placeOf(exchange)}, where ${read(first!).remaining} did with request ${placeOf(first!)}`,
        shown: [first!, exchange],
      };
  }
  return undefined;
}

function tells(exchange: Exchange): boolean {
  return read(exchange).remaining !== undefined;
}

function read(exchange: Exchange) {
  return readLimitHeaders(exchange.response?.headers ?? []);
}
