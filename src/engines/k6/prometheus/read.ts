import type { AskPrometheus } from '../../../http/prometheus-api.ts';
import { StartError } from '../../../model/errors.ts';
import { quote } from '../../../model/text.ts';
import { Account } from './account.ts';
import { seriesOf } from './answer.ts';
import { selectorOf } from './names.ts';

/** How far back a run is looked for, in s. */
const PAST = 7 * 86_400;
/** Clocks of other machines may be ahead, in s. */
const AHEAD = 600;
const COARSE = 600;
/** Of raw samples at once, in s: an answer is as long as what it holds. */
const PORTION = 300;

/** Everything that was pushed of a run; undefined where that is nothing. Rejects with a `StartError`. */
export async function accountOf(
  ask: AskPrometheus,
  testid: string,
  wallClock: number,
): Promise<Account | undefined> {
  const selector = selectorOf(testid);
  const span = await spanOf(ask, selector, Math.ceil(wallClock / 1000));
  if (span === undefined) return undefined;
  const account = new Account();
  for (let end = span.first + PORTION; end < span.last + PORTION; end += PORTION) {
    const parameters = { query: `${selector}[${PORTION}s]`, time: String(end) };
    for (const series of seriesOf(await ask('query', parameters))) account.take(series);
  }
  return account;
}

/** Rejects what was pushed without histograms that can be merged. */
export function demandHistograms(account: Account, testid: string): void {
  if (account.counted.every(({ buckets }) => buckets.length === 0)) throw unmergeable(account, testid);
}

/** Between which instants there are samples, in s, to some minutes. */
async function spanOf(
  ask: AskPrometheus,
  selector: string,
  now: number,
): Promise<{ first: number; last: number } | undefined> {
  const aligned = Math.ceil((now + AHEAD) / COARSE) * COARSE;
  const data = await ask('query_range', {
    query: `count(last_over_time(${selector}[${COARSE}s]))`,
    start: String(aligned - PAST),
    end: String(aligned),
    step: String(COARSE),
  });
  const ticks = seriesOf(data).flatMap(({ values }) => values.map(({ at }) => at / 1000));
  if (ticks.length === 0) return undefined;
  return { first: Math.min(...ticks) - COARSE, last: Math.max(...ticks) };
}

function unmergeable({ hasGauges }: Account, testid: string): StartError {
  const what = hasGauges ? 'percentiles of each instance, which cannot be merged' : 'no histogram';
  return new StartError(
    `what was pushed with the testid ${quote(testid)} holds ${what}: k6 needs K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true, Prometheus --enable-feature=native-histograms`,
  );
}
