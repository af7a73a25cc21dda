import { expect, test } from 'vitest';
import { createRandom } from '../../bench/verdict/random.ts';
import { addWindow, type BlockLevel, designEffect } from '../../src/stats/design-effect.ts';

function effectOf(windows: readonly number[], perWindow: number): number {
  const levels: BlockLevel[] = [];
  for (const bad of windows) addWindow(levels, perWindow, bad);
  return designEffect(
    levels,
    windows.length * perWindow,
    windows.reduce((sum, bad) => sum + bad, 0),
  );
}

test('independent requests count in full, but for noise', () => {
  const random = createRandom(1);
  const effect = effectOf(
    Array.from({ length: 1024 }, () => random.binomial(100, 0.05)),
    100,
  );
  expect(effect).toBeLessThan(2.5);
});

test('one burst counts as one', () => {
  const windows = new Array<number>(100).fill(0);
  windows[40] = 50;
  // 50 bad ones in one window of 100 requests.
  expect(effectOf(windows, 100) / 50).toBeCloseTo(1, 0);
});

test('an episode of several windows counts as one as well', () => {
  const windows = new Array<number>(128).fill(0);
  windows.fill(20, 40, 44);
  expect(effectOf(windows, 100)).toBeGreaterThan(70);
});

test.each([0, 100])('nothing to measure: %i of 100 bad', (bad) => {
  expect(effectOf(new Array<number>(50).fill(bad), 100)).toBe(1);
});

test('too few blocks tell nothing', () => {
  expect(effectOf([0, 0, 0, 50, 0, 0, 0], 100)).toBe(1);
});

test('its memory grows with the logarithm of time, and survives JSON', () => {
  const levels: BlockLevel[] = [];
  for (let window = 0; window < 100_000; window += 1) addWindow(levels, 10, window % 7 === 0 ? 1 : 0);
  expect(levels.length).toBeLessThan(20);
  const n = 1_000_000;
  const k = Math.ceil(100_000 / 7);
  expect(designEffect(JSON.parse(JSON.stringify(levels)), n, k)).toBe(designEffect(levels, n, k));
});
