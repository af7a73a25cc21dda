import { describe, expect, test } from 'vitest';
import { decision, fold, results, start } from '../../src/gates/evaluate.ts';
import type { Outcome } from '../../src/model/sample.ts';
import { bind, FIXED, folded, judge, reading, type Some, seconds, windowOf } from './windows.ts';

const ok = (count: number, ms = 20): Some => ({ outcome: 'ok', count, ms });
const some = (outcome: Outcome, count: number): Some => ({ outcome, count, ms: 5 });
const SOONEST = { ...FIXED, until: 'conclusive' } as const;

describe('the fold', () => {
  const GATES = [
    'p95(latency) <= 220ms',
    'rate(5xx) <= 0.5%',
    'count(5xx) == 0',
    'throughput >= 6/s',
    'trend(p99(latency)) stable 10%',
    'signal(db_pool) <= 75%',
    'rate(5xx)[10s] <= 5%',
  ];
  const TRIGGERS = [
    'p95(latency)[10s] > 250ms for 20s -> rollback',
    'burn(availability, 99.9%, 30d)[30s,10s] > 14.4',
    'signal(errors) > 0 for 10s',
  ];
  const windows = Array.from({ length: 45 }, (_, second) =>
    windowOf(
      second,
      [ok(100, 20 + (second % 7)), some('5xx', second % 20 === 3 ? 1 : 0)],
      [reading(second, 'db_pool', 40), reading(second, 'errors', 0)],
    ),
  );

  test('survives JSON between any two windows', () => {
    const gates = bind(GATES, TRIGGERS);
    let parted = start(gates, SOONEST);
    for (const window of windows) parted = fold(JSON.parse(JSON.stringify(parted)), window);
    expect(results(parted, { final: true })).toEqual(
      results(folded(gates, windows, SOONEST), { final: true }),
    );
  });

  test('is left as it was by looking at it', () => {
    const state = folded(bind(GATES, TRIGGERS), windows, SOONEST);
    const before = JSON.stringify(state);
    results(state, { final: true });
    decision(state);
    expect(JSON.stringify(state)).toBe(before);
  });

  test('does not grow with the number of requests', () => {
    const sizeAfter = (count: number) =>
      JSON.stringify(folded(bind(GATES, TRIGGERS), seconds(60, [ok(count)]))).length;
    expect(sizeAfter(2000)).toBeLessThan(1.2 * sizeAfter(20));
  });

  test('adds the supplement of a second to the second, however late', () => {
    // Every second: 95 fast answers at once, and 5 slow ones that are only known three seconds later.
    const parted = Array.from({ length: 60 }, (_, second) => [
      windowOf(second, [ok(95)]),
      ...(second < 3 ? [] : [windowOf(second - 3, [ok(5, 3000)])]),
    ]).flat();
    const whole = seconds(57, [ok(95), ok(5, 3000)]);
    const state = folded(bind('p95(latency) <= 220ms'), parted, SOONEST);
    expect(decision(state)).toBe('continue');
    expect(results(state, { final: true })[0]).toMatchObject({ bad: 285, n: 5985 });
    expect(judge('p95(latency) <= 220ms', whole)).toMatchObject({ bad: 285, n: 5700, state: 'inconclusive' });
  });
});

describe('stopping early', () => {
  const gates = bind(['rate(5xx) <= 0.5%', 'p95(latency) <= 220ms']);

  test('for a pass, only after the least time', () => {
    const state = start(gates, SOONEST);
    const asked = seconds(80, [ok(200)]).map((window) => decision(fold(state, window)));
    const first = asked.indexOf('pass');
    expect(first).toBeGreaterThanOrEqual(60);
    expect(asked.slice(0, first)).not.toContain('fail');
    expect(results(state, { final: true }).map(({ state: it }) => it)).toEqual(['pass', 'pass', 'pass']);
  });

  test('for a violation, as soon as it is proven', () => {
    const state = start(gates, SOONEST);
    const asked = seconds(40, [some('network', 200)]).map((window) => decision(fold(state, window)));
    const first = asked.indexOf('fail');
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(30);
  });

  test('never where the plan wants the whole of it', () => {
    for (const bad of [0, 200]) {
      const state = folded(gates, seconds(90, [ok(200 - bad), some('5xx', bad)]), FIXED);
      expect(decision(state)).toBe('continue');
    }
  });

  test('not while nothing is measured, nor on plain comparisons alone', () => {
    expect(decision(folded(gates, [], SOONEST))).toBe('continue');
    expect(decision(folded(bind('count(5xx) == 0'), seconds(90, [ok(200)]), SOONEST))).toBe('continue');
  });

  test('not for a gate that only warns', () => {
    const warn = gates.map((gate) => ({ ...gate, level: 'warn' as const }));
    expect(decision(folded(warn, seconds(40, [some('5xx', 200)]), SOONEST))).toBe('continue');
  });

  test('at once for a count that is exceeded, not for a throughput that may recover', () => {
    expect(decision(folded(bind('count(5xx) == 0'), seconds(2, [ok(5), some('5xx', 1)]), SOONEST))).toBe(
      'fail',
    );
    expect(decision(folded(bind('throughput >= 60/s'), seconds(30, [ok(6)]), SOONEST))).toBe('continue');
  });

  test('not for a pass while a trigger is on its way', () => {
    const both = bind(['rate(5xx) <= 0.5%'], ['signal(errors) > 5 for 2m']);
    const windows = Array.from({ length: 90 }, (_, second) =>
      windowOf(second, [ok(200)], [reading(second, 'errors', second > 50 ? 9 : 0)]),
    );
    expect(decision(folded(both, windows, SOONEST))).toBe('continue');
    expect(
      decision(folded(both, windows.slice(0, 40).concat(seconds(90, [ok(200)]).slice(40)), SOONEST)),
    ).toBe('pass');
  });
});
