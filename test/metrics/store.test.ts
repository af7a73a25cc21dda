import { describe, expect, test } from 'vitest';
import { Histogram } from '../../src/metrics/histogram.ts';
import { Store } from '../../src/metrics/store.ts';
import { OUTCOMES, type Sample } from '../../src/model/sample.ts';
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
    [
      'NaN in place of an absent time',
      { ...full, connect: Number.NaN, firstByte: Number.NaN, firstEvent: Number.NaN },
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

test('a sample is only lent: one object may be filled again and again', () => {
  const store = new Store();
  const apart = new Store();
  const lent: { -readonly [Fact in keyof Sample]: Sample[Fact] } = sampleOf();
  for (let at = 0; at < 500; at += 1) {
    const facts = { endpoint: `e${at % 7}`, outcome: OUTCOMES[at % 3]!, intended: at * 9, ended: at * 11 };
    store.record(Object.assign(lent, facts));
    apart.record(sampleOf({ ...facts, started: 0 }));
  }
  expect(store.flush()).toEqual(apart.flush());
});

describe('memory', () => {
  test('does not grow with time, nor with names that change all the time', () => {
    const store = new Store();
    const held = (from: number) => {
      let [series, pages] = [0, 0];
      for (let second = from; second < from + 1500; second += 1) {
        recordBusySecond(store, second);
        series = Math.max(series, store.held.series);
        pages = Math.max(pages, store.held.pages);
        store.closed((second + 1) * 1000);
      }
      return { series, pages };
    };
    const first = held(0);
    expect(held(1500)).toEqual(first);
    expect(first.series).toBeLessThan(100);
    store.flush();
    expect(store.held).toEqual({ series: 0, pages: first.pages });
  });

  test('of a burst of series is not kept for ever', () => {
    const store = new Store();
    for (let at = 0; at < 9000; at += 1)
      store.record(sampleOf({ endpoint: `e${at % 150}`, scenario: `s${at % 120}`, started: -at * 10 }));
    const { pages } = store.held;
    store.flush();
    expect(store.held.pages).toBeLessThan(pages);
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

/** 60 samples and a custom value; the names of a few are new in every second. */
function recordBusySecond(store: Store, second: number): void {
  for (let at = 0; at < 60; at += 1) {
    const intended = second * 1000 + at * 16;
    const version = at < 4 ? `v${second}-${at}` : '2.0';
    store.record(sampleOf({ intended, ended: intended + (at % 10) * 20, version, endpoint: `e${at % 9}` }));
  }
  store.recordCustom({
    arm: 'canary',
    phase: 'load',
    scenario: 'browse',
    name: `n${second}`,
    at: second * 1000,
    value: 1,
  });
}

function requests(window: Window): number {
  return window.series.reduce((sum, series) => sum + series.count, 0);
}
