import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/model/sample.ts';
import { judge, type Some, seconds, windowOf } from './windows.ts';

const ok = (count: number, ms = 20): Some => ({ outcome: 'ok', count, ms });
const some = (outcome: Outcome, count: number): Some => ({ outcome, count, ms: 5 });

describe('a trend', () => {
  const drift = (before: number, after: number) =>
    Array.from({ length: 40 }, (_, second) =>
      windowOf(second, [
        {
          outcome: 'ok',
          count: 200,
          ms: Array.from({ length: 200 }, (__, index) => (second < 20 ? before : after) + index / 50),
        },
      ]),
    );

  test.each([
    ['as before', 100, 100, 'pass'],
    ['a little slower', 100, 105, 'pass'],
    ['much slower', 100, 150, 'fail'],
    ['faster', 150, 100, 'pass'],
  ])('%s', (_, before, after, state) => {
    expect(judge('trend(p99(latency)) stable 10%', drift(before, after)).state).toBe(state);
  });

  test('changes below the tolerance count for nothing', () => {
    expect(judge('trend(p99(latency)) stable 10% or 20ms', drift(10, 20)).state).toBe('pass');
    expect(judge('trend(p99(latency)) stable 10% or 5ms', drift(10, 20)).state).toBe('fail');
  });

  test('a second half of failures is worse than any time', () => {
    const windows = [...seconds(20, [ok(200)]), ...seconds(40, [some('5xx', 200)]).slice(20)];
    expect(judge('trend(p99(latency)) stable 10%', windows).state).toBe('fail');
  });

  test('few requests prove nothing', () => {
    expect(judge('trend(p99(latency)) stable 10%', seconds(10, [ok(2)])).state).toBe('inconclusive');
    expect(judge('trend(p99(latency)) stable 10%', []).state).toBe('no_data');
  });
});
