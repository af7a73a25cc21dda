import { describe, expect, test } from 'vitest';
import { judge, reading, windowOf } from './windows.ts';

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
    const result = judge(expression, read(/\((\w+)\)/.exec(expression)?.[1] ?? '', values));
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
