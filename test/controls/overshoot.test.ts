import { describe, expect, test } from 'vitest';
import { overshoots } from './overshoot.ts';
import type { Seen } from './service.ts';

/** Requests of one address for the root, a second apart unless told otherwise. */
function seen(...answers: readonly (readonly [status: number, retryAfter?: number, at?: number])[]): Seen[] {
  return answers.map(([status, retryAfter, at], index) => ({
    at: at ?? index * 1000,
    address: '127.0.0.2',
    method: 'GET',
    path: '/?x=1',
    subject: undefined,
    status,
    retryAfter,
  }));
}

describe('what a client may do to a limit', () => {
  test.each([
    ['three rejections of one quota', seen([200], [429, 2], [429, 2], [429, 2], [200])],
    ['three of each of two quotas', seen([429, 1], [429, 1], [429, 1], [200], [429, 1], [429, 1], [429, 1])],
    ['waiting as a longer Retry-After asks', seen([429, 2], [429, 4], [200, undefined, 5001])],
  ])('%s', (_, requests) => {
    expect(overshoots(requests)).toEqual([]);
  });

  test.each([
    ['four rejections of one quota', seen([200], [429, 2], [429, 2], [429, 2], [429, 2])],
    ['going on though Retry-After has grown', seen([429, 2], [429, 4], [200])],
    ['being rejected once more though it has grown', seen([429, 2], [429, 4], [429, 8])],
  ])('and not: %s', (_, requests) => {
    expect(overshoots(requests)).toHaveLength(1);
  });

  test('other routes have no limit', () => {
    const health = seen([429], [429], [429], [429]).map((each) => ({ ...each, path: '/healthz' }));
    expect(overshoots(health)).toEqual([]);
  });
});
