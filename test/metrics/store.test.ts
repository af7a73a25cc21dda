import { describe, expect, test } from 'vitest';
import { Histogram } from '../../src/metrics/histogram.ts';
import { Store } from '../../src/metrics/store.ts';
import type { Sample } from '../../src/model/sample.ts';
import type { Timing, Window } from '../../src/model/window.ts';
import { sampleOf } from './sample.ts';

describe('seconds', () => {
  test('are those of the intended start, whenever the request ended', () => {
    const store = new Store();
    store.record(sampleOf({ intended: 999, started: 1800, ended: 2500 }));
    store.record(sampleOf({ intended: 1000 }));
    expect(store.flush().map((window) => [window.second, requests(window)])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  test('are handed out once, in order, after the grace', () => {
    const store = new Store({ grace: 1000 });
    store.record(sampleOf({ intended: 1500 }));
    store.record(sampleOf({ intended: 500 }));
    expect(store.closed(1999)).toEqual([]);
    expect(store.closed(2000).map((window) => window.second)).toEqual([0]);
    expect(store.closed(2999)).toEqual([]);
    expect(store.closed(3000).map((window) => window.second)).toEqual([1]);
    expect(store.closed(9000)).toEqual([]);
    expect(store.late).toBe(0);
  });

  test('are supplemented by what ends later: nothing is lost and nothing waits', () => {
    const store = new Store();
    store.record(sampleOf({ intended: 100 }));
    const first = store.closed(2000);
    store.record(sampleOf({ intended: 200, ended: 5200 }));
    store.record(sampleOf({ intended: 4500 }));
    const second = store.closed(5500);
    expect(first.map((window) => window.second)).toEqual([0]);
    expect(second.map((window) => window.second)).toEqual([0]);
    expect(store.late).toBe(1);
    const all = [...first, ...second, ...store.flush()];
    expect(all.reduce((sum, window) => sum + requests(window), 0)).toBe(3);
    expect(store.flush()).toEqual([]);
  });
});

describe('timings', () => {
  const full: Partial<Sample> = {
    intended: 1000,
    started: 1010,
    connect: 3,
    firstByte: 1040,
    firstEvent: 1050,
    ended: 1100,
  };
  test.each<[string, Partial<Sample>, Partial<Record<Timing, number>>]>([
    [
      'all of them',
      full,
      { latency: 100_000, service: 90_000, ttfb: 40_000, first_event: 50_000, connect: 3000 },
    ],
    [
      'no first byte',
      { ...full, firstByte: undefined, firstEvent: undefined, connect: undefined },
      { latency: 100_000, service: 90_000 },
    ],
    ['a cut request keeps its age', { ...full, outcome: 'cut' }, { latency: 100_000 }],
    ['a dropped arrival has none', { ...full, outcome: 'dropped' }, {}],
    ['a clock that ran backwards is 0', { intended: 50, started: 60, ended: 40 }, { latency: 0, service: 0 }],
  ])('%s', (_name, facts, wanted) => {
    const store = new Store();
    store.record(sampleOf(facts));
    const [series] = store.flush()[0]!.series;
    const found = Object.fromEntries(
      Object.entries(series!.histograms).map(([timing, encoded]) => [timing, Histogram.decode(encoded)]),
    );
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
    for (const [timing, value] of Object.entries(wanted))
      expect(found[timing]!.countAtOrBelow(value)).toBe(1);
  });
});

describe('series', () => {
  test('are kept apart by each part of the key', () => {
    const store = new Store();
    const others: Partial<Sample>[] = [
      {},
      { arm: 'baseline' },
      { phase: 'warmup' },
      { scenario: 'other' },
      { endpoint: 'other' },
      { identityClass: 'other' },
      { version: 'other' },
      { outcome: '5xx' },
    ];
    for (const facts of [...others, {}]) store.record(sampleOf(facts));
    const [window] = store.flush();
    expect(window!.series.map((series) => series.count)).toEqual([2, 1, 1, 1, 1, 1, 1, 1]);
    expect(window!.series[0]).toMatchObject({ second: 0, bytes: 200, key: { arm: 'canary', outcome: 'ok' } });
  });

  test('do not grow with the number of requests or of names', () => {
    const store = new Store({ endpoints: ['planned'], versions: ['expected'] });
    for (let at = 0; at < 5000; at += 1)
      store.record(sampleOf({ endpoint: `/files/${at}`, version: at < 10 ? 'a' : `v${at}`, ended: at % 50 }));
    store.record(sampleOf({ endpoint: 'planned', version: 'expected' }));
    const [window] = store.flush();
    expect(window!.series.length).toBeLessThan(300);
    expect(requests(window!)).toBe(5001);
    expect(window!.series.at(-1)!.key).toMatchObject({ endpoint: 'planned', version: 'expected' });
    expect(store.notes).toHaveLength(2);
  });
});

test('custom values are kept in thousandths, with their sum', () => {
  const store = new Store();
  for (const value of [1.5, 2.5, Number.NaN])
    store.recordCustom({ arm: 'canary', phase: 'load', scenario: 'browse', name: 'items', at: 300, value });
  const [custom] = store.flush()[0]!.customs;
  expect(custom).toMatchObject({ custom: 'items', count: 2, sum: 4, second: 0 });
  expect(Histogram.decode(custom!.histogram).max / 1000).toBeCloseTo(2.5, 2);
});

test('signals are kept beside the load of their second', () => {
  const store = new Store();
  store.recordSignal({ second: 3, signal: 'db_pool', state: 'value', value: 0.42 });
  store.record(sampleOf({ intended: 3100 }));
  const windows = store.closed(5000);
  expect(windows).toHaveLength(1);
  expect(windows[0]).toMatchObject({ second: 3, signals: [{ signal: 'db_pool', value: 0.42 }] });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined])('a signal of %s is no data', (value) => {
  const store = new Store();
  store.recordSignal({ second: 0, signal: 'db_pool', state: 'value', value });
  expect(store.flush()[0]!.signals).toEqual([
    { second: 0, signal: 'db_pool', state: 'no_data', detail: `the value is ${value}` },
  ]);
});

test('samples by the hundred thousand are counted in good time', () => {
  const store = new Store();
  for (let at = 0; at < 100_000; at += 1)
    store.record(sampleOf({ intended: at / 10, ended: at / 10 + (at % 400) }));
  expect(store.flush().reduce((sum, window) => sum + requests(window), 0)).toBe(100_000);
});

function requests(window: Window): number {
  return window.series.reduce((sum, series) => sum + series.count, 0);
}
