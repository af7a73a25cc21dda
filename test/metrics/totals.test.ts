import { describe, expect, test } from 'vitest';
import { Store } from '../../src/metrics/store.ts';
import { Totals } from '../../src/metrics/totals.ts';
import { ScenarioReport } from '../../src/model/report.ts';
import type { Sample } from '../../src/model/sample.ts';
import type { Window } from '../../src/model/window.ts';
import { FACTS as facts } from './facts.ts';
import { sampleOf } from './sample.ts';

describe('a scenario report', () => {
  test('follows the schema, and counts what was sent', () => {
    const totals = totalsOf([
      { ended: 10 },
      { ended: 30, endpoint: 'detail', identityClass: 'admin' },
      { outcome: '5xx', status: 500, ended: 500 },
      { outcome: '429', status: 429, ended: 2 },
      { outcome: 'network', ended: 900 },
      { outcome: 'dropped', ended: 0, bytes: 0 },
      { outcome: 'cut', ended: 5000 },
      { phase: 'warmup', ended: 8000 },
      { arm: 'baseline', ended: 8000 },
    ]);
    const report = ScenarioReport.parse(totals.scenarioReport(facts));
    expect(report.requests).toBe(6);
    expect(report.outcomes).toEqual({ ok: 2, '5xx': 1, '429': 1, network: 1, dropped: 1, cut: 1 });
    expect(report.latency).toMatchObject({ count: 2, min: 10, max: 30.015, p50: 10.007, p99: 30.015 });
    expect(report.duration).toMatchObject({ count: 4 });
    expect(report.firstEvent).toBeNull();
    expect(report.endpoints.map(({ name, requests }) => [name, requests])).toEqual([
      ['list', 5],
      ['detail', 1],
    ]);
    expect(report.classes.map(({ name, requests }) => [name, requests])).toEqual([
      ['member', 5],
      ['admin', 1],
    ]);
    expect(report.achievedRate).toBe(10);
  });

  test('latency is from the intended start, service from the actual one', () => {
    const totals = totalsOf([{ intended: 0, started: 90, ended: 100, firstEvent: 95 }]);
    const { latency, service, firstEvent } = totals.scenarioReport(facts);
    expect([latency!.max, service!.max, firstEvent!.max].map(Math.round)).toEqual([100, 10, 95]);
  });

  test('of a flood is taken from its own phase', () => {
    const totals = totalsOf([{ phase: 'flood', scenario: 'storm' }, { scenario: 'storm' }]);
    expect(totals.scenarioReport({ ...facts, name: 'storm', kind: 'flood' }).requests).toBe(1);
  });

  test('of a scenario that sent nothing is all zeros', () => {
    const report = ScenarioReport.parse(new Totals().scenarioReport({ ...facts, seconds: 0 }));
    expect(report).toMatchObject({ requests: 0, rate: 0, achievedRate: 0, latency: null, endpoints: [] });
  });

  test('shows custom values in their own unit', () => {
    const store = new Store();
    for (const value of [2, 4])
      store.recordCustom({ arm: 'canary', phase: 'load', scenario: 'browse', name: 'items', at: 0, value });
    const { custom } = added(store.flush()).scenarioReport(facts);
    expect(custom).toMatchObject([{ name: 'items', count: 2, sum: 6, values: { min: 2, p50: 2 } }]);
  });
});

describe('the rate', () => {
  test.each([
    [
      'is not diluted by a first and last second that are cut',
      { from: 300, until: 10_300, every: 10 },
      10,
      100,
    ],
    ['of a short burst is over its own time', { from: 0, until: 2000, every: 20 }, 2, 50],
  ])('%s', (_name, { from, until, every }, seconds, rate) => {
    const samples: Partial<Sample>[] = [];
    for (let at = from; at < until; at += every)
      samples.push({ intended: at, ended: at + 5, endpoint: at % (every * 4) === 0 ? 'rare' : 'list' });
    const report = totalsOf(samples).scenarioReport({ ...facts, seconds });
    expect(report.rate).toBeCloseTo(rate, 6);
    expect(report.endpoints.reduce((sum, endpoint) => sum + endpoint.rate, 0)).toBeCloseTo(rate, 6);
  });
});

test('supplements of a second add up to the same report', () => {
  const samples = Array.from({ length: 300 }, (_, at) =>
    sampleOf({ intended: at * 20, ended: at * 20 + (at % 90) }),
  );
  const whole = new Store();
  const parts = new Store();
  const windows: Window[] = [];
  samples.forEach((sample, at) => {
    whole.record(sample);
    parts.record(sample);
    if (at % 7 === 0) windows.push(...parts.closed(99_000));
  });
  windows.push(...parts.flush());
  expect(windows.length).toBeGreaterThan(20);
  expect(added(windows.reverse()).scenarioReport(facts)).toEqual(added(whole.flush()).scenarioReport(facts));
});

describe('versions', () => {
  test('are shares of the answered load of an arm, largest first', () => {
    const totals = totalsOf([
      ...Array.from({ length: 3 }, () => ({ version: 'stable' })),
      { version: 'canary', outcome: '5xx' },
      { version: '', outcome: 'network' },
      { version: 'canary', phase: 'warmup' },
      { version: 'canary', arm: 'baseline' },
    ]);
    expect(totals.versions('canary')).toEqual([
      { version: 'stable', requests: 3, share: 0.75, expected: false },
      { version: 'canary', requests: 1, share: 0.25, expected: true },
    ]);
    expect(totals.versions(undefined, 'baseline')).toMatchObject([{ version: 'canary', share: 1 }]);
  });
});

test('signals tell their number of readings, their last value and their present state', () => {
  const store = new Store();
  store.recordSignal({ second: 1, signal: 'db_pool', state: 'value', value: 0.4 });
  store.recordSignal({ second: 6, signal: 'db_pool', state: 'value', value: 0.6 });
  store.recordSignal({ second: 11, signal: 'db_pool', state: 'no_data', detail: 'empty vector' });
  expect(added(store.flush()).signals()).toEqual([
    { name: 'db_pool', readings: 3, last: 0.6, state: 'no_data', detail: 'empty vector' },
  ]);
});

describe('the series', () => {
  test('has a point for each second and endpoint', () => {
    const totals = totalsOf([
      { intended: 100, ended: 110 },
      { intended: 200, ended: 230, outcome: '5xx' },
      { intended: 1200, ended: 1250, endpoint: 'detail' },
    ]);
    expect(totals.seriesStep).toBe(1);
    expect(totals.series()).toEqual([
      expect.objectContaining({ second: 0, endpoint: 'list', outcomes: { ok: 1, '5xx': 1 }, p50: 10.007 }),
      expect.objectContaining({ second: 1, endpoint: 'detail', outcomes: { ok: 1 } }),
    ]);
  });

  test('becomes coarser instead of longer, and loses nothing', () => {
    const samples = Array.from({ length: 5000 }, (_, second) => ({
      intended: second * 1000,
      ended: second * 1000 + 7,
    }));
    const totals = totalsOf(samples);
    const points = totals.series();
    expect(totals.seriesStep).toBe(16);
    expect(points.length).toBeLessThanOrEqual(600);
    expect(points.every(({ second }) => second % 16 === 0)).toBe(true);
    expect(points.reduce((sum, { outcomes }) => sum + outcomes.ok!, 0)).toBe(5000);
  });

  test('stays bounded with many endpoints', () => {
    const samples = Array.from({ length: 20_000 }, (_, at) => ({
      intended: Math.floor(at / 100) * 1000,
      ended: Math.floor(at / 100) * 1000 + 5,
      endpoint: `endpoint-${at % 100}`,
    }));
    expect(totalsOf(samples).series().length).toBeLessThanOrEqual(6000);
  });
});

function totalsOf(samples: readonly Partial<Sample>[]): Totals {
  const store = new Store();
  for (const sample of samples) store.record(sampleOf(sample));
  return added(store.flush());
}

function added(windows: readonly Window[]): Totals {
  const totals = new Totals();
  for (const window of windows) totals.add(window);
  return totals;
}
