import { expect, test } from 'vitest';
import { nearestRank, quantileRanks } from '../../src/stats/quantile-ranks.ts';

// Fixtures computed with scipy: ranks that bound the p95, one-sided 95 % each.
test.each([
  [100, 91, 99],
  [200, 185, 196],
  [500, 467, 484],
  [1000, 938, 962],
  [2000, 1884, 1917],
  [5000, 4724, 4776],
  [10_000, 9464, 9537],
])('p95 of %i values', (n, low, high) => {
  expect(quantileRanks(n, 0.95)).toEqual({ low, high });
});

test('59 values bound the p95 by their greatest, 58 do not', () => {
  expect(quantileRanks(59, 0.95)).toEqual({ low: 53, high: 59 });
  expect(quantileRanks(58, 0.95).high).toBe(Infinity);
});

test.each([
  [100, 0.95, 95],
  [20, 0.95, 19],
  [1, 0.5, 1],
  [1000, 0.999, 999],
])('nearest rank of %i values at %d', (n, phi, rank) => {
  expect(nearestRank(n, phi)).toBe(rank);
});
