import { expect, test } from 'vitest';
import { openWager, play, wealth } from '../../src/stats/wager.ts';

test('before the first window it is worth 1', () => {
  expect(wealth(openWager())).toBe(1);
});

test('a window that is as bad as allowed changes nothing', () => {
  const wager = openWager();
  play(wager, 0.05, 0.05);
  expect(wealth(wager)).toBeCloseTo(1, 12);
});

test('no window can ruin it altogether', () => {
  const wager = openWager();
  for (let window = 0; window < 1000; window += 1) play(wager, 0, 0.005);
  expect(wealth(wager)).toBeGreaterThan(0);
});

test('the mean of all outcomes is no gain at the bound', () => {
  const before = openWager();
  play(before, 0.02, 0.01);
  const worth = wealth(before);
  const [good, bad] = [[...before], [...before]];
  play(good, 0, 0.01);
  play(bad, 1, 0.01);
  expect(0.99 * wealth(good) + 0.01 * wealth(bad)).toBeCloseTo(worth, 12);
});

test('a dead target is proven within three windows, at any bound and family', () => {
  const wager = openWager();
  for (let window = 0; window < 3; window += 1) play(wager, 1, 0.05);
  expect(wealth(wager)).toBeGreaterThan(24 / 0.05);
});

test('wealth stays finite and survives JSON', () => {
  const wager = openWager();
  for (let window = 0; window < 10_000; window += 1) play(wager, 1, 0.001);
  expect(JSON.parse(JSON.stringify(wager))).toEqual(wager);
});
