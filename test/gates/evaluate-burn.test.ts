import { describe, expect, test } from 'vitest';
import { constant, run } from './runs.ts';
import { judge } from './windows.ts';

describe('a burn rate', () => {
  const BURN = 'burn(availability, 99%, 30d)[60s,10s] > 14.4 -> rollback';
  test.each([
    ['both windows burn', constant(90, 20), 'fail'],
    ['only the short one does', [...constant(80, 0), ...constant(10, 40)], 'pass'],
    ['the long one still does, the short one no more', [...constant(50, 20), ...constant(30, 0)], 'pass'],
    ['a run shorter than the long window', constant(30, 100), 'not_evaluable'],
  ])('%s', (_, bad, state) => {
    expect(judge(BURN, run(bad)).state).toBe(state);
  });
});
