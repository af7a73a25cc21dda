import type { EncodedHistogram } from '../model/window.ts';

/** Values below this have a bucket each; above, buckets double in width with every power of two (three digits). */
const SUB_BUCKETS = 2048;
const HALF = SUB_BUCKETS / 2;

/** Up to here, rounded values are 32-bit integers. */
const MOST_INTEGER = 2 ** 31 - 1;

/** Parts of a unit that a histogram counts in: microseconds of a millisecond, thousandths of a custom value. */
export const PARTS = 1000;

/**
 * Index of the bucket that holds a value, in the layout of HdrHistogram with three significant digits and a lowest
 * discernible value of 1: microseconds for timings. Fractions are rounded, negative values and NaN count as 0.
 */
export function bucketOf(value: number): number {
  if (!(value > 0)) return 0;
  if (value > MOST_INTEGER) return bucketOfLarge(value);
  const floor = value | 0;
  const whole = value - floor < 0.5 ? floor : floor + 1;
  if (whole < SUB_BUCKETS) return whole;
  const magnitude = 21 - Math.clz32(whole);
  return magnitude * HALF + (whole >> magnitude);
}

/** Least value that the bucket holds. */
export function lowestOf(index: number): number {
  if (index < SUB_BUCKETS) return index;
  const magnitude = Math.floor(index / HALF) - 1;
  return ((index % HALF) + HALF) * 2 ** magnitude;
}

/** Greatest value that the bucket holds. */
export function highestOf(index: number): number {
  return lowestOf(index + 1) - 1;
}

/**
 * Counts of values to three significant digits. It is sparse, since most series see a narrow range, and everything
 * that it tells follows from the buckets alone: a stored histogram answers exactly as the live one did.
 */
export class Histogram {
  readonly #counts = new Map<number, number>();
  #total = 0;
  /** Indexes in ascending order; forgotten whenever a new bucket appears. */
  #order: number[] | undefined;

  /** A histogram of counts that `encode()` wrote. */
  static decode(encoded: EncodedHistogram): Histogram {
    const histogram = new Histogram();
    histogram.merge(encoded);
    return histogram;
  }

  add(value: number, times = 1): void {
    this.#addAt(bucketOf(value), times);
  }

  /** Adds the counts of another histogram: the only way in which percentiles of parts may be joined. */
  merge(other: Histogram | EncodedHistogram): void {
    if (other instanceof Histogram) {
      for (const [index, count] of other.#counts) this.#addAt(index, count);
      return;
    }
    for (let at = 0; at + 1 < other.length; at += 2) this.#addAt(other[at]!, other[at + 1]!);
  }

  get count(): number {
    return this.#total;
  }

  /** Least value, as the lower end of its bucket; 0 when empty. */
  get min(): number {
    const first = this.#ascending()[0];
    return first === undefined ? 0 : lowestOf(first);
  }

  /** Greatest value, as the upper end of its bucket; 0 when empty. */
  get max(): number {
    const last = this.#ascending().at(-1);
    return last === undefined ? 0 : highestOf(last);
  }

  /** Mean of the values, each taken as the middle of its bucket; 0 when empty. */
  get mean(): number {
    if (this.#total === 0) return 0;
    let sum = 0;
    for (const [index, count] of this.#counts) sum += middleOf(index) * count;
    return sum / this.#total;
  }

  /** How many values are within a bound. Equal to three digits is within: the bucket of the bound counts whole. */
  countAtOrBelow(bound: number): number {
    const last = bucketOf(bound);
    let within = 0;
    for (const [index, count] of this.#counts) if (index <= last) within += count;
    return within;
  }

  /** Percentile by nearest rank, as the upper end of its bucket; `percent` is 0 to 100; 0 when empty. */
  percentile(percent: number): number {
    const rank = rankOf(percent, this.#total);
    let seen = 0;
    for (const index of this.#ascending()) {
      seen += this.#counts.get(index)!;
      if (seen >= rank) return percent === 0 ? lowestOf(index) : highestOf(index);
    }
    return 0;
  }

  encode(): EncodedHistogram {
    return this.#ascending().flatMap((index) => [index, this.#counts.get(index)!]);
  }

  /** Buckets in ascending order, as `[index, count]`. */
  *buckets(): Generator<readonly [index: number, count: number]> {
    for (const index of this.#ascending()) yield [index, this.#counts.get(index)!];
  }

  #addAt(index: number, times: number): void {
    const before = this.#counts.get(index);
    if (before === undefined) this.#order = undefined;
    this.#counts.set(index, (before ?? 0) + times);
    this.#total += times;
  }

  #ascending(): readonly number[] {
    this.#order ??= [...this.#counts.keys()].sort((a, b) => a - b);
    return this.#order;
  }
}

function bucketOfLarge(value: number): number {
  const whole = Math.min(Math.round(value), Number.MAX_SAFE_INTEGER);
  // How often the value must be halved until it fits the sub-buckets.
  const magnitude = 52 - Math.clz32(Math.floor(whole / 2 ** 31));
  return magnitude * HALF + Math.floor(whole / 2 ** magnitude);
}

function middleOf(index: number): number {
  const lowest = lowestOf(index);
  return lowest + Math.floor((lowestOf(index + 1) - lowest) / 2);
}

/** One unit in the last place is taken off, lest 0.95 x 100 = 95.00000000000001 asks for the 96th of 100 values. */
function rankOf(percent: number, total: number): number {
  const exact = (Math.min(percent, 100) / 100) * total;
  const unitInLastPlace = exact > 0 ? 2 ** (Math.floor(Math.log2(exact)) - 52) : 0;
  return Math.max(Math.ceil(exact - unitInLastPlace), 1);
}
