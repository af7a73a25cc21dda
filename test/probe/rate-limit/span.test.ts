import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../src/model/exchange.ts';
import { LimitPolicy } from '../../../src/model/policy/limits.ts';
import { inOtherPhases, placesBack, spanOf, withinWindow } from '../../../src/probe/rate-limit/span.ts';

const limit = LimitPolicy.parse({ name: 'n', endpoint: 'e', quota: 10, window: '1s', scope: 'ip' });

/** Exchanges of which only the times matter. */
function exchanges(...times: readonly (readonly [sent: number, ended: number])[]): Exchange[] {
  return times.map(([sent, ended], index) => ({
    ...{ id: `${index}`, check: 'c', role: 'r', arm: 'canary', at: sent },
    request: { method: 'GET', url: 'http://localhost/', headers: [] },
    timing: { sent, ended },
  }));
}

test('a span goes from the first request sent to the last answer, whatever their order', () => {
  expect(spanOf(exchanges([50, 900], [10, 60], [70, 80]))).toBe(890);
});

test.each([
  [999, true],
  [1000, false],
])('all until %d ms is within a window: %s', (ended, within) => {
  expect(withinWindow(exchanges([0, 10], [20, ended]), limit)).toBe(within);
});

test('a fixed window gives back no place before its end, everything else may', () => {
  expect(placesBack(limit, 250)).toBe(2.5);
  expect(placesBack({ ...limit, algorithm: 'fixed-window' }, 250)).toBe(0);
});

describe('no end of a window of the clock lies in both', () => {
  test.each([
    ['half a window later', [2500, 2700], true],
    ['half a window before', [-1500, -1300], true],
    ['a whole window later', [3000, 3200], false],
    ['half a window later, and too long', [2500, 3100], false],
    ['before the first has ended', [2100, 2150], false],
  ] as const)('%s', (_, times, apart) => {
    expect(inOtherPhases(exchanges([0, 200]), exchanges(times), limit)).toBe(apart);
  });
});
