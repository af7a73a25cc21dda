import { expect, test } from 'vitest';
import { rankTest } from '../../src/stats/rank-test.ts';

// Computed with scipy.
test('two samples with ties', () => {
  const x = [220, 230, 230, 240, 250, 260, 275, 300];
  const y = [200, 210, 220, 220, 230, 240, 240, 250];
  const result = rankTest(x, y);
  expect(result.u).toBe(49.5);
  expect(result.sigma).toBeCloseTo(9.430447144, 8);
  expect(result.pTwoSided).toBeCloseTo(0.0714397923, 9);
  expect(result.pGreater).toBeCloseTo(0.0357198961, 9);
  expect(result.shift).toBe(20);
  expect(result.a12).toBe(0.7734375);
});

test('equal samples never differ', () => {
  const result = rankTest([5, 5, 5], [5, 5]);
  expect([result.pTwoSided, result.pGreater, result.shift, result.a12]).toEqual([1, 1, 0, 0.5]);
});

test('an odd number of differences has one in the middle', () => {
  expect(rankTest([3], [1]).shift).toBe(2);
});
