import { expect, test } from 'vitest';
import { Growth } from '../../../../src/engines/k6/prometheus/growth.ts';

type Sample = readonly [at: number, ...counts: number[]];

/** A histogram with buckets up to 1, 2, 3 …; empty ones are left out, as Prometheus does. */
const cumulative = ([at, ...counts]: Sample) => ({
  at,
  count: counts.reduce((sum, count) => sum + count, 0),
  sum: 0,
  buckets: counts.flatMap((count, index) => (count > 0 ? [{ lower: index, upper: index + 1, count }] : [])),
});

test.each<[string, Sample[], (readonly [from: number, count: number])[], number]>([
  ['the first sample counts from nothing', [[10, 3, 1]], [[-Infinity, 4]], 0],
  [
    'only what was added',
    [
      [10, 3],
      [20, 5, 2],
      [30, 5, 2],
      [40, 6, 2],
    ],
    [
      [-Infinity, 3],
      [10, 4],
      [30, 1],
    ],
    0,
  ],
  [
    'a sample that comes twice counts once',
    [
      [10, 3],
      [10, 3],
      [5, 1],
    ],
    [[-Infinity, 3]],
    0,
  ],
  [
    'one that falls was begun anew',
    [
      [10, 8],
      [20, 2],
      [30, 3],
    ],
    [
      [-Infinity, 8],
      [10, 2],
      [20, 1],
    ],
    1,
  ],
  [
    'one bucket that falls is enough, though the sum grows',
    [
      [10, 8],
      [20, 1, 9],
    ],
    [
      [-Infinity, 8],
      [10, 10],
    ],
    1,
  ],
])('%s', (_, samples, added, resets) => {
  const growth = new Growth();
  const increments = samples.flatMap((sample) => growth.take(cumulative(sample)) ?? []);
  expect(increments.map(({ from, count }) => [from, count])).toEqual(added);
  for (const { count, buckets } of increments)
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(count);
  expect(growth.resets).toBe(resets);
});
