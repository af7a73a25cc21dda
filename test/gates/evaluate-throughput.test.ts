import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/model/sample.ts';
import { judge, type Some, seconds, windowOf } from './windows.ts';

const ok = (count: number, ms = 20): Some => ({ outcome: 'ok', count, ms });
const some = (outcome: Outcome, count: number): Some => ({ outcome, count, ms: 5 });

describe('throughput', () => {
  test('throughput leaves the first and the last second aside', () => {
    const windows = [windowOf(0, [ok(1)]), ...seconds(11, [ok(6)]).slice(1), windowOf(11, [ok(2)])];
    expect(judge('throughput >= 6/s', windows)).toMatchObject({ state: 'pass', observed: 6 });
    expect(judge('throughput >= 360/min', windows).state).toBe('pass');
    expect(judge('throughput >= 7/s', windows).state).toBe('fail');
  });

  test('throughput is of right answers only', () => {
    expect(judge('throughput >= 6/s', seconds(12, [ok(3), some('5xx', 3)]))).toMatchObject({
      state: 'fail',
      observed: 3,
    });
  });

  test('throughput needs some seconds, and any request', () => {
    expect(judge('throughput >= 6/s', seconds(3, [ok(6)])).state).toBe('inconclusive');
    expect(judge('throughput >= 6/s', []).state).toBe('no_data');
  });
});
