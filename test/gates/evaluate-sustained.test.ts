import { describe, expect, test } from 'vitest';
import { constant, run } from './runs.ts';
import { judge, windowOf } from './windows.ts';

const TRIGGER = 'rate(5xx)[10s] > 10% for 1m -> rollback';

describe('a trigger that must last', () => {
  test.each([
    ['exactly as long as it must', constant(70, 30), 'fail'],
    ['not quite as long', [...constant(60, 0), ...constant(50, 30)], 'pass'],
    ['long enough, later', [...constant(60, 0), ...constant(90, 30), ...constant(30, 0)], 'fail'],
    ['at the bound only', constant(120, 10), 'pass'],
    ['broken by a good stretch', [...constant(50, 30), ...constant(20, 0), ...constant(50, 30)], 'pass'],
    [
      'over a gap shorter than a tenth',
      [...constant(60, 30), ...constant(5, undefined), ...constant(30, 30)],
      'fail',
    ],
    [
      'over a gap too long to be sure',
      [...constant(40, 30), ...constant(30, undefined), ...constant(20, 30)],
      'pass',
    ],
  ])('%s', (_, bad, state) => {
    expect(judge(TRIGGER, run(bad))).toMatchObject({ kind: 'trigger', state });
  });

  test('is not evaluable in a run that is shorter, and says so', () => {
    const result = judge('p95(latency)[1m] > 250ms for 10m -> rollback', run(constant(30, 100)));
    expect(result).toMatchObject({ state: 'not_evaluable', action: 'rollback', level: 'critical' });
    expect(result.message).toContain('too short');
  });

  test('does not fire on windows with too few requests', () => {
    const thin = Array.from({ length: 120 }, (_, second) =>
      windowOf(second, second % 10 === 0 ? [{ outcome: '5xx', count: 2 }] : []),
    );
    expect(judge(TRIGGER, thin)).toMatchObject({ state: 'no_data' });
  });
});

describe('a gate that must have held', () => {
  test.each([
    ['all the time', constant(90, 0), 'pass'],
    ['for the last stretch', [...constant(40, 30), ...constant(90, 0)], 'pass'],
    ['never long enough', [...constant(60, 0), ...constant(30, 30)], 'inconclusive'],
    ['violated for long', constant(90, 30), 'fail'],
    ['run too short', constant(20, 0), 'inconclusive'],
  ])('%s', (_, bad, state) => {
    expect(judge('rate(5xx)[10s] <= 10% for 1m', run(bad)).state).toBe(state);
  });
});

describe('a window without a time to last', () => {
  test.each([
    ['holds in all', constant(60, 5), 'pass'],
    ['is proven violated in one', [...constant(30, 0), ...constant(10, 60), ...constant(20, 0)], 'fail'],
    ['is exceeded by chance', [...constant(30, 0), 12, 12, 12, 12, 12, 12, 12, 12, 12, 12], 'inconclusive'],
    ['lacks data', [...constant(20, 0), ...constant(40, undefined), 0], 'no_data'],
  ])('%s', (_, bad, state) => {
    expect(judge('rate(5xx)[10s] <= 10%', run(bad)).state).toBe(state);
  });
});
