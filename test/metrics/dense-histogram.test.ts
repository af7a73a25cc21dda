import { describe, expect, test } from 'vitest';
import { DenseHistogram, newPages } from '../../src/metrics/dense-histogram.ts';
import { Histogram } from '../../src/metrics/histogram.ts';
import { randomOf } from './random.ts';

const SCALES = [50, 2048, 20_000, 60_000_000, 2 ** 32, 2 ** 53];

describe.each(SCALES)('values up to %d', (scale) => {
  test('are encoded as those of the sparse histogram', () => {
    const random = randomOf(scale % 1000);
    const dense = new DenseHistogram(newPages());
    const sparse = new Histogram();
    for (let at = 0; at < 2000; at += 1) {
      const value = random() ** 3 * scale;
      dense.add(value);
      sparse.add(value);
    }
    expect(dense.encode()).toEqual(sparse.encode());
  });
});

test('what was merged adds up, beyond 32 bits', () => {
  const histogram = new DenseHistogram(newPages());
  histogram.add(5);
  histogram.merge([5, 2 ** 32, 9000, 1]);
  histogram.merge([9000, 2 ** 52]);
  expect(histogram.encode()).toEqual([5, 2 ** 32 + 1, 9000, 2 ** 52 + 1]);
});

test('memory that was given back is empty when it is used again', () => {
  const pages = newPages();
  const first = new DenseHistogram(pages);
  for (const value of [1, 100, 5000, 70_000]) first.add(value);
  const held = pages.held;
  first.release();
  expect(first.encode()).toEqual([]);
  const second = new DenseHistogram(pages);
  second.add(3);
  expect(second.encode()).toEqual([3, 1]);
  expect(pages.held).toBe(held);
});

test('one slow value among fast ones takes one page, not all between', () => {
  const pages = newPages();
  const histogram = new DenseHistogram(pages);
  histogram.add(1);
  histogram.add(60_000_000);
  expect(pages.held).toBe(2);
});
