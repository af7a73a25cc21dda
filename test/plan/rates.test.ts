import { expect, test } from 'vitest';
import { Scenario } from '../../src/model/scenario.ts';
import { peakRate, plannedDuration, plannedIterations, requestShares } from '../../src/plan/rates.ts';

const arrival = { executor: 'constant-arrival-rate', rate: 200, duration: '25s', preAllocatedVUs: 9 };
const ramp = {
  executor: 'ramping-arrival-rate',
  startRate: 0,
  stages: [
    { target: 100, duration: '10s' },
    { target: 100, duration: '10s' },
  ],
  preAllocatedVUs: 9,
};

test.each([
  [arrival, 200, 5000, 25_000],
  [{ ...arrival, timeUnit: '1m' }, 200 / 60, 83, 25_000],
  [ramp, 100, 1500, 20_000],
  [{ executor: 'constant-vus', vus: 5, duration: '10s' }, undefined, undefined, 10_000],
  [{ executor: 'ramping-vus', stages: [{ target: 3, duration: '5s' }] }, undefined, undefined, 5000],
  [{ executor: 'shared-iterations', vus: 30, iterations: 120 }, undefined, 120, 600_000],
  [{ executor: 'per-vu-iterations', vus: 5, iterations: 20, maxDuration: '30s' }, undefined, 100, 30_000],
])('%j', (input, rate, iterations, duration) => {
  const spec = Scenario.parse(input);
  expect(peakRate(spec)).toBe(rate);
  expect(plannedIterations(spec)).toBe(iterations);
  expect(plannedDuration(spec)).toBe(duration);
});

test('shares of weighted requests add up to one', () => {
  const shares = requestShares(['a', { endpoint: 'b', weight: 3 }]);
  expect(shares.map(({ endpoint, share }) => [endpoint, share])).toEqual([
    ['a', 0.25],
    ['b', 0.75],
  ]);
});
