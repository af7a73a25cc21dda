import { describe, expect, test } from 'vitest';
import {
  binomialCdf,
  lowerBound,
  neededFor,
  provesAbove,
  provesAtMost,
  upperBound,
} from '../../src/stats/binomial.ts';

// Fixtures computed with scipy.
describe('one-sided 95 % Clopper-Pearson bounds', () => {
  test.each([
    [0, 598, 0.004997058694246506],
    [0, 59, 0.04950760988822693],
    [1, 93, 0.049993978387988317],
    [3, 1000, 0.007735244718479458],
    [5, 1000, 0.010484076911415651],
    [5, 2100, 0.004999638124681886],
    [10, 3389, 0.004999939894158033],
    [500, 10_000, 0.05373317819066032],
  ])('upper bound of %i/%i', (k, n, expected) => {
    expect(upperBound(k, n, 0.05) / expected).toBeCloseTo(1, 10);
  });

  test.each([
    [5, 1000, 0.001972153141805247],
    [500, 10_000, 0.04646251581725313],
  ])('lower bound of %i/%i', (k, n, expected) => {
    expect(lowerBound(k, n, 0.05) / expected).toBeCloseTo(1, 10);
  });

  test('the ends are bounded by nothing', () => {
    expect(lowerBound(0, 10, 0.05)).toBe(0);
    expect(upperBound(10, 10, 0.05)).toBe(1);
  });

  test('deflated counts give wider bounds', () => {
    expect(upperBound(5 / 2.5, 1000 / 2.5, 0.05)).toBeGreaterThan(upperBound(5, 1000, 0.05));
  });
});

describe('requests needed to prove a bound with so many bad ones', () => {
  test.each([
    [0.005, [598, 947, 1258, 1549, 2100, 3389, 5808, 12_651]],
    [0.01, [299, 473, 628, 773, 1049, 1693, 2902, 6323]],
    [0.05, [59, 93, 124, 153, 208, 336, 577, 1260]],
    [0.001, [2995, 4742, 6294, 7752, 10_511, 16_959, 29_058, 63_281]],
  ])('bound %d', (bound, expected) => {
    expect([0, 1, 2, 3, 5, 10, 20, 50].map((bad) => neededFor(bound, bad))).toEqual(expected);
  });

  test('598 prove 0.5 % with none bad, 597 do not', () => {
    expect(provesAtMost(0.005, 0, 598, 0.05)).toBe(true);
    expect(provesAtMost(0.005, 0, 597, 0.05)).toBe(false);
  });

  test('a design effect multiplies what is needed', () => {
    expect(neededFor(0.005, 0, 0.05, 2)).toBe(1196);
  });
});

describe('least bad ones that prove a violation', () => {
  test.each([
    [0.005, [100, 200, 500, 1000, 2000, 5000, 10_000], [3, 4, 6, 10, 16, 34, 63]],
    [0.01, [100, 200, 500, 1000, 2000, 5000, 10_000], [4, 6, 10, 16, 29, 63, 118]],
    [0.05, [100, 200, 500, 1000, 2000, 5000, 10_000], [10, 16, 34, 63, 117, 277, 537]],
  ])('bound %d', (bound, sizes, expected) => {
    const least = sizes.map((n) => {
      let k = 0;
      while (!provesAbove(bound, k, n, 0.05)) k += 1;
      return k;
    });
    expect(least).toEqual(expected);
  });
});

test('the distribution function adds up the probabilities', () => {
  expect(binomialCdf(1, 10, 0.1)).toBeCloseTo(0.9 ** 10 + 10 * 0.1 * 0.9 ** 9, 12);
  expect(binomialCdf(-1, 10, 0.1)).toBe(0);
  expect(binomialCdf(10, 10, 0.1)).toBe(1);
});
