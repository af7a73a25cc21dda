import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { readLimitHeaders } from '../../src/probe/rate-limit/headers.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { countedSeries, placeOf } from '../../src/probe/rate-limit/readings.ts';

/** What counters may be off by. */
const SLACK = 1;
/** Quotas in which it must be wrong, unless one answer contradicts itself. */
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
  const wrong = series.map((each) => wrongIn(each, limit.window)).filter((each) => each !== undefined);
  const [first] = wrong;
  if (series.length === 0)
    return { outcome: 'inconclusive', message: 'no answer says what remains', exchanges: [] };
  if (!first) return judgeFalling(series);
  const proven = wrong.some(({ certain }) => certain) || wrong.length >= PROOF;
  return {
    outcome: proven ? 'fail' : 'inconclusive',
    message: proven ? first.message : `${first.message}, but in one window alone`,
    exchanges: wrong.flatMap(({ shown }) => shown.map(({ id }) => id)),
  };
}

/** Nothing contradicts a count that falls; it must have been seen to fall too, with no other window in between. */
function judgeFalling(series: readonly Exchange[][]): Judgement {
  const fallen = series.find(falls);
  if (fallen) return { outcome: 'pass', message: 'one less each time', exchanges: [fallen[0]!.id] };
  const message =
    'it was not seen to fall by one each time: the window ended meanwhile, or counts are kept apart';
  return { outcome: 'inconclusive', message, exchanges: series.map(([begin]) => begin!.id) };
}

function falls(series: readonly Exchange[]): boolean {
  const telling = series.filter(tells);
  const [first, last] = [telling[0]!, telling.at(-1)!];
  const [most, left] = [read(first).remaining ?? 0, read(last).remaining ?? 0];
  const expected = Math.max(0, most - (placeOf(last) - placeOf(first)));
  return Math.abs(left - expected) <= SLACK && (left === 0 || most - left > SLACK);
}

interface Wrong {
  /** One answer shows it. */
  readonly certain?: true;
  readonly message: string;
  readonly shown: readonly Exchange[];
}

/** More than there is, less than is left, a rejection that leaves some; or a count that does not fall, window or not. */
function wrongIn(series: readonly Exchange[], window: number): Wrong | undefined {
  const telling = series.filter(tells);
  let turns = 0;
  for (const [index, exchange] of telling.entries()) {
    const { limit, remaining: left = 0 } = read(exchange);
    const before = telling[index - 1];
    const expected =
      before && Math.max(0, (read(before).remaining ?? 0) - (placeOf(exchange) - placeOf(before)));
    const rejected = exchange.facts?.['end'] === 'rejected' && exchange === series.at(-1);
    if (limit !== undefined && left > limit)
      return { certain: true, message: `${left} remain of ${limit}`, shown: [exchange] };
    if (rejected && left > SLACK)
      return { certain: true, message: `${left} remain with a rejection`, shown: [exchange] };
    if (before === undefined || expected === undefined || Math.abs(left - expected) <= SLACK) continue;
    const message = `${left} remain with request ${placeOf(exchange)}, where ${read(before).remaining} did with request ${placeOf(before)}`;
    // Another window may have begun in between: then more remains, but never less.
    if (left > expected) turns += 1;
    if (left < expected || turns > windowsIn(telling, window)) return { message, shown: [before, exchange] };
  }
  return undefined;
}

/** Windows that may have begun between the first and the last of these. */
function windowsIn(telling: readonly Exchange[], window: number): number {
  const [first, last] = [telling[0]!, telling.at(-1)!];
  return 1 + Math.floor((last.timing.ended - first.timing.sent) / window);
}

function tells(exchange: Exchange): boolean {
  return read(exchange).remaining !== undefined;
}

function read(exchange: Exchange) {
  return readLimitHeaders(exchange.response?.headers ?? []);
}
