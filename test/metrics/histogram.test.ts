import { build } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import { bucketOf, Histogram, highestOf, lowestOf } from '../../src/metrics/histogram.ts';
import { randomOf } from './random.ts';

const PERCENTS = [0, 0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 100];

describe('the bucket layout', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2047, 2047],
    [2048, 2048],
    [2049, 2048],
    [2050, 2049],
    [4095, 3071],
    [4096, 3072],
    [2 ** 31, 22 * 1024],
    [2 ** 32 - 1, 23 * 1024 - 1],
    [-5, 0],
    [Number.NaN, 0],
    [1.6, 2],
    [0.5, 1],
    [0.49999999999999994, 0],
    [2047.5, 2048],
    [2 ** 31 - 0.5, 22 * 1024],
    [2 ** 31 - 1, 22 * 1024 - 1],
  ])('puts %d into bucket %d', (value, index) => {
    expect(bucketOf(value)).toBe(index);
  });

  test('has buckets without gap or overlap, up to the greatest safe integer', () => {
    for (let index = 0; index < 44 * 1024; index += 1) {
      expect(highestOf(index) + 1).toBe(lowestOf(index + 1));
      if (bucketOf(lowestOf(index)) !== index || bucketOf(highestOf(index)) !== index)
        expect.fail(`bucket ${index} does not hold its own ends`);
    }
    expect(bucketOf(Number.POSITIVE_INFINITY)).toBe(bucketOf(Number.MAX_SAFE_INTEGER));
  });

  test('is that of the formula, for whole numbers and fractions of every size', () => {
    const random = randomOf(1);
    for (let at = 0; at < 20_000; at += 1) {
      const value = random() * 2 ** (random() * 53);
      for (const near of [value, Math.floor(value) + 0.5, Math.floor(value)])
        if (bucketOf(near) !== bucketByFormula(near)) expect.fail(`${near} is in bucket ${bucketOf(near)}`);
    }
  });

  test('keeps three significant digits', () => {
    for (const value of [3001, 220_000, 59_999_999, 3_600_000_000]) {
      const index = bucketOf(value);
      expect((highestOf(index) - lowestOf(index)) / value).toBeLessThan(0.001);
    }
  });
});

describe('against hdr-histogram-js', () => {
  test.each([
    ['a handful', 7, 300_000],
    ['a hundred', 100, 250_000],
    ['many', 20_000, 60_000_000],
    ['microseconds', 500, 2000],
    ['hours', 500, 7_200_000_000],
  ])('%s of values: the same count, ends, mean and percentiles', (_name, count, scale) => {
    const ours = new Histogram();
    const theirs = build({ numberOfSignificantValueDigits: 3 });
    for (const value of skewed(count, scale)) {
      ours.add(value);
      theirs.recordValue(value);
    }
    expect(ours.count).toBe(theirs.totalCount);
    expect(ours.max).toBe(theirs.getValueAtPercentile(100));
    expect(ours.mean).toBeCloseTo(theirs.mean, 6);
    for (const percent of PERCENTS)
      expect(ours.percentile(percent)).toBe(theirs.getValueAtPercentile(percent));
  });
});

describe('a histogram', () => {
  test('is empty at first', () => {
    const empty = new Histogram();
    expect([empty.count, empty.min, empty.max, empty.mean, empty.percentile(95)]).toEqual([0, 0, 0, 0, 0]);
    expect(empty.encode()).toEqual([]);
  });

  test('takes the percentile by nearest rank', () => {
    const histogram = filled(Array.from({ length: 100 }, (_, at) => at + 1));
    expect(histogram.percentile(95)).toBe(95);
    expect(histogram.percentile(99.1)).toBe(100);
    expect(histogram.percentile(1)).toBe(1);
  });

  test('counts the bucket of the bound as within', () => {
    const histogram = filled([219_900, 220_000, 220_001, 220_030, 221_000]);
    expect(histogram.countAtOrBelow(220_000)).toBe(4);
    expect(histogram.countAtOrBelow(0)).toBe(0);
    expect(histogram.countAtOrBelow(Number.POSITIVE_INFINITY)).toBe(5);
  });

  test('says the same after it was stored', () => {
    const live = filled(skewed(3000, 5_000_000));
    const stored = Histogram.decode(JSON.parse(JSON.stringify(live.encode())));
    for (const percent of PERCENTS) expect(stored.percentile(percent)).toBe(live.percentile(percent));
    expect([stored.count, stored.min, stored.max, stored.mean]).toEqual([
      live.count,
      live.min,
      live.max,
      live.mean,
    ]);
  });

  test('is encoded by index and count, ascending', () => {
    const histogram = filled([5000, 3, 3]);
    expect(histogram.encode()).toEqual([3, 2, bucketOf(5000), 1]);
    expect([...histogram.buckets()]).toEqual([
      [3, 2],
      [bucketOf(5000), 1],
    ]);
  });

  test('merges live and stored histograms alike', () => {
    const values = skewed(1000, 900_000);
    const whole = filled(values);
    const joined = filled(values.slice(0, 400));
    joined.merge(filled(values.slice(400, 700)));
    joined.merge(filled(values.slice(700)).encode());
    expect(joined.encode()).toEqual(whole.encode());
    expect(joined.percentile(99)).toBe(whole.percentile(99));
  });
});

/** The layout in plain arithmetic: 2048 buckets of width 1, then 1024 buckets for each further power of two. */
function bucketByFormula(value: number): number {
  const whole = Math.min(Math.round(value), Number.MAX_SAFE_INTEGER);
  let magnitude = 0;
  while (whole >= 2048 * 2 ** magnitude) magnitude += 1;
  return magnitude * 1024 + Math.floor(whole / 2 ** magnitude);
}

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

/** Whole numbers up to `scale` with a long tail, the same on every run. */
function skewed(count: number, scale: number): number[] {
  let state = 12_345;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) ** 4 * scale);
  });
}
