import { describe, expect, test } from 'vitest';
import { chances } from '../../src/stats/power.ts';

// Computed with scipy: the least n with a chance of 80 % to prove the gate.
describe('about 80 % chance of a proven pass', () => {
  test.each([
    [0.005, 0.0005, 951],
    [0.005, 0.001, 1259],
    [0.005, 0.002, 2634],
    [0.05, 0.01, 124],
    [0.05, 0.02, 234],
    [0.05, 0.03, 601],
    [0.01, 0.001, 474],
    [0.01, 0.005, 1944],
  ])('bound %d, truth %d: %i requests', (bound, truth, n) => {
    expect(chances({ bound, truth, n, alpha: 0.05, failAlpha: 0.05 }).pass).toBeGreaterThanOrEqual(0.8);
    // The chance is a saw: whole numbers of bad ones make it jump. A quarter fewer is below every tooth.
    expect(
      chances({ bound, truth, n: Math.floor(0.75 * n), alpha: 0.05, failAlpha: 0.05 }).pass,
    ).toBeLessThan(0.8);
  });
});

test('at the bound itself both errors keep their level', () => {
  const { pass, fail } = chances({ bound: 0.01, truth: 0.01, n: 5000, alpha: 0.05, failAlpha: 0.01 });
  expect(pass).toBeLessThanOrEqual(0.05);
  expect(fail).toBeLessThanOrEqual(0.01);
});

test('too few requests prove nothing', () => {
  expect(chances({ bound: 0.005, truth: 0, n: 597, alpha: 0.05, failAlpha: 0.05 })).toEqual({
    pass: 0,
    fail: 0,
  });
  expect(chances({ bound: 0.005, truth: 0, n: 0, alpha: 0.05, failAlpha: 0.05 })).toEqual({
    pass: 0,
    fail: 0,
  });
  expect(chances({ bound: 0.005, truth: 0, n: 598, alpha: 0.05, failAlpha: 0.05 }).pass).toBe(1);
});

test('a run that may stop early needs more', () => {
  const query = { bound: 0.005, truth: 0, n: 700, alpha: 0.05, failAlpha: 0.05 };
  expect(chances({ ...query, sequential: true }).pass).toBe(0);
});
