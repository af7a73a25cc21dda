import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/stats/estimate.ts';
import {
  addRequests,
  openProportion,
  provenAbove,
  provenWithin,
  type Rule,
} from '../../src/stats/proportion.ts';

const rule: Rule = { bound: 0.005, alpha: 0.05, family: 12, sequential: false, final: true };

function seen(windows: readonly (readonly [n: number, k: number])[], bound = 0.005) {
  const memory = openProportion();
  for (const [n, k] of windows) addRequests(memory, bound, n, k);
  return memory;
}

describe('a pass', () => {
  test.each([
    [598, 0, true],
    [597, 0, false],
    [947, 1, true],
    [946, 1, false],
  ])('%i requests with %i bad, in one window: %s', (n, k, expected) => {
    expect(provenWithin(seen([[n, k]]), rule)).toBe(expected);
  });

  test('is proven only at the end of a run of fixed length', () => {
    expect(provenWithin(seen([[10_000, 0]]), { ...rule, final: false })).toBe(false);
  });

  test('needs more where the run may stop at any look', () => {
    const sequential = { ...rule, sequential: true, final: false };
    expect(provenWithin(seen([[598, 0]]), sequential)).toBe(false);
    expect(provenWithin(seen([[1000, 0]]), sequential)).toBe(true);
  });

  test('is not proven by nothing', () => {
    expect(provenWithin(openProportion(), rule)).toBe(false);
  });

  test('clusters weigh as much as their number', () => {
    const calm = Array.from({ length: 60 }, () => [100, 0] as const);
    const burst = [...calm.slice(1), [100, 10] as const];
    const spread = calm.map(([n], index) => [n, index % 6 === 0 ? 1 : 0] as const);
    expect(provenWithin(seen(spread), rule)).toBe(true);
    expect(provenWithin(seen(burst), rule)).toBe(false);
  });
});

describe('a violation', () => {
  test('of a dead target is proven after two blocks, long before the end', () => {
    const dead = (seconds: number) => seen(Array.from({ length: seconds }, () => [200, 200] as const));
    const looking = { ...rule, final: false };
    expect(provenAbove(dead(15), looking)).toBe(false);
    expect(provenAbove(dead(16), looking)).toBe(true);
  });

  test('of a short burst is proven at its end', () => {
    expect(provenAbove(seen([[100, 100]]), rule)).toBe(true);
    expect(provenAbove(seen([[100, 100]]), { ...rule, final: false })).toBe(false);
  });

  test('is not seen in one bad second of a good minute', () => {
    const minute = Array.from({ length: 60 }, (_, second) => [200, second === 30 ? 200 : 0] as const);
    expect(provenAbove(seen(minute), rule)).toBe(false);
    expect(provenAbove(seen(minute), { ...rule, final: false })).toBe(false);
  });

  test('is never proven at or below the bound', () => {
    expect(provenAbove(seen([[1000, 5]]), rule)).toBe(false);
  });
});

test('the estimate says what it rests on', () => {
  const told = estimate(seen([[100, 0]]), rule);
  expect(told).toMatchObject({
    n: 100,
    k: 0,
    needed: 598,
    nEffective: 100,
    designEffect: 1,
    independenceAssumed: true,
  });
  expect(told.lower).toBe(0);
  expect(estimate(seen([[100, 100]]), rule).needed).toBeGreaterThan(12_651);
});

test('memory is plain data: a run may go on after it was written and read', () => {
  const whole = openProportion();
  let parted = openProportion();
  for (let second = 0; second < 50; second += 1) {
    addRequests(whole, 0.005, 100, second % 9 === 0 ? 1 : 0);
    addRequests(parted, 0.005, 100, second % 9 === 0 ? 1 : 0);
    parted = JSON.parse(JSON.stringify(parted));
  }
  expect(parted).toEqual(whole);
});
