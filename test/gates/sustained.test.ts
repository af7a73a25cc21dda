import { describe, expect, test } from 'vitest';
import { judge, reading, type Some, windowOf } from './windows.ts';

const TRIGGER = 'rate(5xx)[10s] > 10% for 1m -> rollback';

/** One second after the other: so many 5xx of 100 requests, or `undefined` for a second without any request. */
function run(bad: readonly (number | undefined)[]) {
  return bad.flatMap((count, second) => {
    if (count === undefined) return [];
    const requests: Some[] = [{ outcome: 'ok', count: 100 - count, ms: 5 }];
    if (count > 0) requests.push({ outcome: '5xx', count });
    return [windowOf(second, requests)];
  });
}

const constant = (seconds: number, bad: number | undefined) =>
  new Array<number | undefined>(seconds).fill(bad);

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

describe('a signal', () => {
  const read = (name: string, values: readonly (number | 'error' | 'no_data')[]) =>
    values.map((value, index) => windowOf(index * 5, [], [reading(index * 5, name, value)]));

  test.each([
    ['signal(db_pool) <= 75%', [40, 60, 70], 'pass', 0.7],
    ['signal(db_pool) <= 75%', [40, 90, 70], 'pass', 0.7],
    ['signal(db_pool) <= 75%', [40, 60, 80], 'fail', 0.8],
    ['signal(cpu) < 70%', [0.4, 0.69], 'pass', 0.69],
    ['signal(ann) < 200ms', [0.25, 0.15], 'pass', 150],
    ['signal(errors) == 0', [0, 0, 0], 'pass', 0],
    ['signal(errors) == 0', [0, 3, 0], 'fail', 3],
    ['signal(errors) == 0', [0, 0, 'error'], 'error', null],
    ['signal(errors) == 0', [0, 'no_data', 0], 'no_data', 0],
    ['signal(db_pool) <= 75%', [40, 60, 'no_data'], 'no_data', null],
    ['signal(db_pool) <= 75%', [], 'no_data', null],
    ['signal(errors) > 0 -> security', [0, 1, 0], 'fail', 1],
    ['signal(errors) > 0 -> security', [0, 0, 0], 'pass', 0],
    ['signal(errors) > 0 -> security', ['error'], 'error', null],
  ] as const)('%s reads %j: %s', (expression, values, state, observed) => {
    const result = judge(
      expression,
      read('signal(errors)'.length > 0 ? (/\((\w+)\)/.exec(expression)?.[1] ?? '') : '', values),
    );
    expect(result.state).toBe(state);
    if (observed === null) expect(result.observed).toBeNull();
    else expect(result.observed).toBeCloseTo(observed, 9);
  });

  test('one that held in the end tells of what it was before', () => {
    expect(judge('signal(db_pool) <= 75%', read('db_pool', [40, 90, 70])).notes.join()).toContain('90');
  });

  const minutes = (values: readonly number[]) =>
    values.flatMap((value, minute) =>
      Array.from({ length: 12 }, (_, index) =>
        windowOf(minute * 60 + index * 5, [], [reading(minute * 60 + index * 5, 'db_pool', value)]),
      ),
    );

  test.each([
    ['above for five minutes', [90, 90, 90, 90, 90, 90, 90], 'fail'],
    ['above for three', [50, 50, 90, 90, 90, 50, 50], 'pass'],
    ['shorter than the rule', [90, 90], 'not_evaluable'],
  ])('for 5m: %s', (_, values, state) => {
    expect(judge('signal(db_pool) > 85% for 5m -> rollback', minutes(values)).state).toBe(state);
  });

  test('a window smooths a single spike', () => {
    const spike = minutes([50, 50]).map((window, index) =>
      index === 7 ? windowOf(window.second, [], [reading(window.second, 'db_pool', 99)]) : window,
    );
    expect(judge('signal(db_pool)[1m] > 75% -> rollback', spike).state).toBe('pass');
    expect(judge('signal(db_pool) > 75% -> rollback', spike).state).toBe('fail');
  });
});
