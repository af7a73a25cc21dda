import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/model/sample.ts';
import { judge, type Some, seconds, windowOf } from './windows.ts';

const ok = (count: number, ms = 20): Some => ({ outcome: 'ok', count, ms });
const some = (outcome: Outcome, count: number): Some => ({ outcome, count, ms: 5 });

describe('a percentile of what users waited', () => {
  test('holds with enough fast right answers', () => {
    const result = judge('p95(latency) <= 220ms', seconds(10, [ok(100, 20)]));
    expect(result).toMatchObject({ state: 'pass', unit: 'ms', n: 1000, bad: 0 });
    expect(result.observed).toBeCloseTo(20, 1);
  });

  test('refused connections on everything are a failure, never a small number', () => {
    const result = judge('p95(latency) <= 220ms', seconds(10, [{ outcome: 'network', count: 50, ms: 1 }]));
    expect(result).toMatchObject({ state: 'fail', observed: null, n: 500, bad: 500 });
  });

  test('fast failures cannot improve it', () => {
    const windows = seconds(10, [ok(90, 20), some('5xx', 10)]);
    expect(judge('p95(latency) <= 220ms', windows)).toMatchObject({
      state: 'fail',
      bad: 100,
      observed: null,
    });
  });

  test('at the bound itself is within, to three digits', () => {
    expect(judge('p95(latency) <= 220ms', seconds(10, [ok(100, 220)]))).toMatchObject({
      state: 'pass',
      bad: 0,
    });
    expect(judge('p95(latency) <= 220ms', seconds(10, [ok(100, 221)]))).toMatchObject({
      state: 'fail',
      bad: 1000,
    });
  });

  test('what our own stop cut off counts only where it was already too old', () => {
    const windows = [windowOf(0, [ok(100), { outcome: 'cut', count: 10, ms: [100, 500] }])];
    expect(judge('p95(latency) <= 220ms', windows)).toMatchObject({ n: 105, bad: 5 });
  });

  test('arrivals that found no free user are failures', () => {
    expect(
      judge('p95(latency) <= 220ms', [windowOf(0, [ok(90), { outcome: 'dropped', count: 10 }])]),
    ).toMatchObject({ n: 100, bad: 10 });
  });

  test('has the interval of the order statistics', () => {
    const spread = Array.from({ length: 1000 }, (_, index) => index + 1);
    const result = judge('p95(latency) <= 2s', [windowOf(0, [{ outcome: 'ok', count: 1000, ms: spread }])]);
    expect(result.observed).toBeCloseTo(950, 0);
    expect(result.interval?.[0]).toBeCloseTo(938, 0);
    expect(result.interval?.[1]).toBeCloseTo(962, 0);
  });

  test('has no upper end with too few requests', () => {
    expect(judge('p95(latency) <= 220ms', [windowOf(0, [ok(58)])]).interval).toEqual([
      expect.any(Number),
      null,
    ]);
  });

  test('duration is that of answers alone', () => {
    const answered = (outcome: Outcome, ms: number): Some => ({ outcome, count: 500, ms, timing: 'service' });
    const windows = [windowOf(0, [answered('ok', 20), answered('5xx', 5), answered('network', 900)])];
    expect(judge('p95(duration) <= 220ms', windows)).toMatchObject({ state: 'pass', n: 1000, bad: 0 });
  });

  test('a stream without an event never had its first', () => {
    const stream: Some = { outcome: 'ok', count: 90, ms: 200, timing: 'first_event', endpoint: 'chat' };
    const mute: Some = { outcome: 'ok', count: 10, ms: 50, endpoint: 'chat' };
    expect(judge('p95(first_event){endpoint=chat} < 1500ms', [windowOf(0, [stream, mute])])).toMatchObject({
      n: 100,
      bad: 10,
    });
  });

  test('a first event is only looked for at streams', () => {
    const stream: Some = { outcome: 'ok', count: 100, ms: 200, timing: 'first_event', endpoint: 'chat' };
    expect(judge('p95(first_event) < 1500ms', [windowOf(0, [stream, ok(500)])])).toMatchObject({
      state: 'pass',
      n: 100,
      bad: 0,
    });
  });

  test('a custom metric is bounded in its own unit', () => {
    const window = windowOf(0, []);
    const custom = {
      second: 0,
      custom: 'size',
      scenario: 'browse',
      arm: 'canary',
      phase: 'load',
      count: 100,
      sum: 0,
    } as const;
    const histogram =
      windowOf(0, [{ outcome: 'ok', count: 100, ms: [1, 2, 3, 50] }]).series[0]?.histograms.latency ?? [];
    const result = judge('p50(size) <= 40', [{ ...window, customs: [{ ...custom, histogram }] }]);
    expect(result).toMatchObject({ n: 100, bad: 25, unit: 'number', observed: 2 });
  });
});
