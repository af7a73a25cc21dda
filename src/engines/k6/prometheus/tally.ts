import { bucketOf } from '../../../metrics/histogram.ts';
import type { Outcome, Phase } from '../../../model/sample.ts';
import type {
  CustomWindow,
  EncodedHistogram,
  SeriesKey,
  SeriesWindow,
  Window,
} from '../../../model/window.ts';
import type { Bucket } from './answer.ts';

const MICROSECONDS = 1e6;
const THOUSANDTHS = 1000;

type CustomKey = Pick<CustomWindow, 'custom' | 'scenario' | 'arm' | 'phase'>;

interface Cell<Key> {
  readonly key: Key;
  count: number;
  sum: number;
  readonly buckets: Map<number, number>;
}

/** Adds up what was counted between samples, by second and series; values are put in the middle of their buckets. */
export class Tally {
  /** The most that the greatest value of a bucket is of its least. */
  spread = 1;
  readonly #series = new Map<number, Map<string, Cell<SeriesKey>>>();
  readonly #customs = new Map<number, Map<string, Cell<CustomKey>>>();

  /** Requests of one series; durations in seconds. */
  add(second: number, key: SeriesKey, count: number, buckets: readonly Bucket[]): void {
    const cell = cellOf(this.#series, second, key);
    cell.count += count;
    this.#put(cell.buckets, buckets, MICROSECONDS);
  }

  /** Values that scripts recorded themselves. */
  addCustom(
    second: number,
    key: CustomKey,
    {
      count,
      sum,
      buckets,
    }: { readonly count: number; readonly sum: number; readonly buckets: readonly Bucket[] },
  ): void {
    const cell = cellOf(this.#customs, second, key);
    cell.count += count;
    cell.sum += sum;
    this.#put(cell.buckets, buckets, THOUSANDTHS);
  }

  /** Everything, in the order of time. */
  windows(): Window[] {
    const seconds = new Set([...this.#series.keys(), ...this.#customs.keys()]);
    return [...seconds]
      .sort((one, other) => one - other)
      .map((second) => ({
        second,
        series: [...(this.#series.get(second)?.values() ?? [])].map((cell) => seriesOf(second, cell)),
        customs: [...(this.#customs.get(second)?.values() ?? [])].map((cell) => customOf(second, cell)),
        signals: [],
      }));
  }

  #put(into: Map<number, number>, buckets: readonly Bucket[], scale: number): void {
    for (const { lower, upper, count } of buckets) {
      const index = lower > 0 ? bucketOf(Math.sqrt(lower * upper) * scale) : 0;
      if (lower > 0) this.spread = Math.max(this.spread, upper / lower);
      into.set(index, (into.get(index) ?? 0) + count);
    }
  }
}

function cellOf<Key extends object>(
  all: Map<number, Map<string, Cell<Key>>>,
  second: number,
  key: Key,
): Cell<Key> {
  const cells = all.get(second) ?? new Map<string, Cell<Key>>();
  all.set(second, cells);
  const id = JSON.stringify(key);
  const cell = cells.get(id) ?? { key, count: 0, sum: 0, buckets: new Map() };
  cells.set(id, cell);
  return cell;
}

/** Only what was answered, or took its time to fail, has a duration. */
const UNTIMED: ReadonlySet<Outcome> = new Set(['dropped']);

function seriesOf(second: number, { key, count, buckets }: Cell<SeriesKey>): SeriesWindow {
  const histogram = encoded(buckets);
  const histograms = UNTIMED.has(key.outcome) ? {} : { latency: histogram, service: histogram };
  return { second, key, count, bytes: 0, histograms };
}

function customOf(second: number, { key, count, sum, buckets }: Cell<CustomKey>): CustomWindow {
  return { second, ...key, count, sum, histogram: encoded(buckets) };
}

function encoded(buckets: ReadonlyMap<number, number>): EncodedHistogram {
  return [...buckets].sort(([one], [other]) => one - other).flat();
}

/** A phase by when something began at the earliest, and its scenario at the latest. */
export function phaseAt(kind: 'load' | 'flood', from: number, warmUntil: number): Phase {
  if (kind === 'flood') return 'flood';
  return from < warmUntil ? 'warmup' : 'load';
}
