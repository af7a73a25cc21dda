import { expect, test } from 'vitest';
import { pack, unpack } from '../../src/metrics/packed.ts';
import { Store } from '../../src/metrics/store.ts';
import type { Window } from '../../src/model/window.ts';
import { draw } from './draw.ts';
import { randomOf } from './random.ts';

const key = {
  arm: 'canary',
  phase: 'load',
  scenario: 'browse',
  endpoint: 'list',
  identityClass: 'member',
  version: '',
  outcome: 'ok',
} as const;

test.each<[string, Window[]]>([
  ['none', []],
  ['an empty one', [{ second: 4, series: [], signals: [], customs: [] }]],
  [
    'signals with and without a value',
    [
      {
        second: 1,
        series: [],
        customs: [],
        signals: [
          { second: 1, signal: 'db_pool', state: 'value', value: 0.1 },
          { second: 1, signal: 'db_pool', state: 'error', detail: 'no answer' },
        ],
      },
    ],
  ],
  [
    'counts beyond 32 bits, timings that are absent, and one that is empty',
    [
      {
        second: 2,
        series: [
          {
            second: 2,
            key,
            count: 2 ** 52,
            bytes: 2 ** 53 - 1,
            histograms: { latency: [7, 2 ** 52], ttfb: [] },
          },
          { second: 2, key: { ...key, outcome: 'dropped' }, count: 3, bytes: 0, histograms: {} },
        ],
        signals: [],
        customs: [
          {
            second: 2,
            custom: 'items',
            scenario: 'browse',
            arm: 'canary',
            phase: 'load',
            count: 2,
            sum: -0.1,
            histogram: [0, 1, 1500, 1],
          },
        ],
      },
    ],
  ],
])('windows come back as they were: %s', (_name, windows) => {
  expect(unpack(pack(windows))).toStrictEqual(windows);
});

test.each([1, 2, 3])('recorded windows cross threads without a copy of their counts (seed %d)', (seed) => {
  const random = randomOf(seed);
  const store = new Store();
  for (let at = 0; at < 3000; at += 1) draw(random, at).into(store);
  const windows = store.drain();
  const packed = pack(windows);
  const received = structuredClone(packed, { transfer: [packed.counts] });
  expect(packed.counts.byteLength).toBe(0);
  expect(unpack(received)).toStrictEqual(windows);
});
