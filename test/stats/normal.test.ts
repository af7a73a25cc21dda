import { expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/stats/normal.ts';

test.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1.959963984540054, 0.025],
  [1.6448536269514722, 0.95],
  [-8, 6.220960574271785e-16],
])('cdf(%d)', (z, p) => {
  expect(normalCdf(z) / p).toBeCloseTo(1, 10);
});

test.each([0.5, 0.025, 0.95, 0.001, 0.9999, 1e-12])('the quantile of %d undoes the cdf', (p) => {
  expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 8);
});

test('beyond everything', () => {
  expect([normalCdf(50), normalCdf(-50)]).toEqual([1, 0]);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
});
