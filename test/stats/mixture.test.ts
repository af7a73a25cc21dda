import { expect, test } from 'vitest';
import { leastTrue, lowerBound, upperBound } from '../../src/stats/binomial.ts';
import {
  evidenceAbove,
  evidenceBelow,
  mixtureLower,
  mixtureUpper,
  mostEvidence,
} from '../../src/stats/mixture.ts';

const mixture = { scale: 0.01 };

test.each([
  [0, 1000],
  [5, 1000],
  [30, 10_000],
  [2.5, 400.5],
])('time-uniform bounds of %d/%d enclose the exact ones', (k, n) => {
  expect(mixtureUpper(k, n, 0.05, mixture)).toBeGreaterThan(upperBound(k, n, 0.05));
  expect(mixtureLower(k, n, 0.05, mixture)).toBeLessThanOrEqual(lowerBound(k, n, 0.05));
});

test('a bound is where the evidence reaches the level', () => {
  const upper = mixtureUpper(5, 1000, 0.05, mixture);
  expect(evidenceBelow(upper, 5, 1000, mixture)).toBeCloseTo(Math.log(20), 6);
  const lower = mixtureLower(50, 1000, 0.05, mixture);
  expect(evidenceAbove(lower, 50, 1000, mixture)).toBeCloseTo(Math.log(20), 6);
});

test('no mixture exceeds the best single alternative', () => {
  expect(evidenceBelow(0.01, 3, 1000, mixture)).toBeLessThan(mostEvidence(0.01, 3, 1000));
});

test('with none bad, looking every time costs less than half as much again', () => {
  const needed = leastTrue((n) => evidenceBelow(0.01, 0, n, mixture) >= Math.log(20));
  expect(needed).toBeGreaterThan(299);
  expect(needed).toBeLessThan(449);
});

// Exact, not simulated: the chance to ever cross within 400 requests, by dynamic programming over the count.
test('looked at after every request, false proof stays below 5 %', () => {
  const p = 0.05;
  const scale = { scale: p };
  let alive = new Map([[0, 1]]);
  let crossed = 0;
  for (let n = 1; n <= 400; n += 1) {
    const next = new Map<number, number>();
    for (const [k, chance] of alive)
      for (const [bad, share] of [
        [0, 1 - p],
        [1, p],
      ] as const)
        next.set(k + bad, (next.get(k + bad) ?? 0) + chance * share);
    for (const [k, chance] of next)
      if (evidenceBelow(p, k, n, scale) >= Math.log(20)) {
        crossed += chance;
        next.delete(k);
      }
    alive = next;
  }
  expect(crossed).toBeGreaterThan(0);
  expect(crossed).toBeLessThan(0.05);
});
