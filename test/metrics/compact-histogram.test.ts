import { expect, test } from 'vitest';
import { CompactHistogram } from '../../src/metrics/compact-histogram.ts';
import { Histogram } from '../../src/metrics/histogram.ts';

function histogramOf(...values: number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

test('holds what was merged, exactly, in whatever order', () => {
  const parts = [histogramOf(5, 70, 70_000), histogramOf(), histogramOf(70, 3, 9_000_000), histogramOf(1)];
  const whole = new Histogram();
  for (const part of parts) whole.merge(part);
  for (const order of [parts, [...parts].reverse()]) {
    const compact = new CompactHistogram();
    for (const part of order) compact.merge(part.encode());
    expect(compact.whole().encode()).toEqual(whole.encode());
  }
});

test('merges another of its kind, and leaves it as it was', () => {
  const [one, other] = [new CompactHistogram(), new CompactHistogram()];
  one.merge(histogramOf(1, 2).encode());
  other.merge(histogramOf(2, 3000).encode());
  one.merge(other);
  expect(one.whole().encode()).toEqual(histogramOf(1, 2, 2, 3000).encode());
  expect(other.whole().encode()).toEqual(histogramOf(2, 3000).encode());
});

test('counts no further than a bucket can', () => {
  const compact = new CompactHistogram();
  compact.merge([7, 2 ** 32 - 2]);
  compact.merge([7, 5]);
  expect(compact.whole().count).toBe(2 ** 32 - 1);
});
