import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/model/sample.ts';
import { judge, type Some, windowOf } from './windows.ts';

const ok = (count: number, ms = 20): Some => ({ outcome: 'ok', count, ms });
const some = (outcome: Outcome, count: number): Some => ({ outcome, count, ms: 5 });

describe('a count', () => {
  test.each([
    ['count(5xx) == 0', [ok(100)], 'pass', 0],
    ['count(5xx) == 0', [ok(100), some('5xx', 1)], 'fail', 1],
    ['count(5xx) == 0', [], 'no_data', null],
    ['count(ok) >= 100', [ok(99)], 'fail', 99],
    ['count(requests) >= 100', [ok(90), some('429', 10)], 'pass', 100],
    ['count(cut) <= 5', [ok(1), some('cut', 6)], 'fail', 6],
  ])('%s', (expression, requests, state, observed) => {
    expect(judge(expression, [windowOf(0, requests)])).toMatchObject({ state, observed, unit: 'count' });
  });
});
