import { describe, expect, test } from 'vitest';
import { decision, fold, results, start } from '../../src/gates/evaluate.ts';
import type { Outcome } from '../../src/model/sample.ts';
import { bind, FIXED, folded, judge, reading, type Some, seconds, windowOf } from './windows.ts';

const ok = (count: number, ms = 20): Some => ({ outcome: 'ok', count, ms });
const some = (outcome: Outcome, count: number): Some => ({ outcome, count, ms: 5 });
const SOONEST = { ...FIXED, until: 'conclusive' } as const;

describe('a proportion', () => {
  test.each([
    [598, 0, 'pass', 598],
    [597, 0, 'inconclusive', 598],
    [100, 0, 'inconclusive', 598],
    [946, 1, 'inconclusive', 947],
    [947, 1, 'pass', 947],
    [100, 50, 'fail', null],
  ])('%i requests, %i of them 5xx, against 0.5 %%: %s', (n, bad, state, needed) => {
    const result = judge('rate(5xx) <= 0.5%', [windowOf(0, [ok(n - bad), some('5xx', bad)])]);
    expect(result).toMatchObject({ state, n, bad, unit: 'ratio' });
    if (needed !== null) expect(result.needed).toBe(needed);
  });

  test('no request at all is no data', () => {
    expect(judge('rate(5xx) <= 0.5%', [])).toMatchObject({ state: 'no_data', n: 0, observed: null });
    expect(
      judge('p95(latency) <= 220ms', seconds(5, [{ ...ok(100), endpoint: 'other', phase: 'warmup' }])).state,
    ).toBe('no_data');
  });

  test('says in words what was seen, and what would be needed', () => {
    const { message } = judge('rate(5xx) <= 0.5%', [windowOf(0, [ok(597), some('5xx', 1)])]);
    expect(message).toContain('1 of 598 were 5xx');
    expect(message).toContain('947 requests would be needed');
  });

  test('429s dilute no other rate', () => {
    const windows = [windowOf(0, [ok(90), some('429', 900), some('5xx', 10)])];
    expect(judge('rate(5xx) <= 0.5%', windows)).toMatchObject({ n: 100, bad: 10 });
    expect(judge('rate(429) <= 1%', windows)).toMatchObject({ n: 1000, bad: 900 });
    expect(judge('availability >= 99.9%', windows)).toMatchObject({ n: 100, bad: 10, observed: 0.9 });
    expect(judge('rate(success) >= 99%', windows)).toMatchObject({ n: 100, bad: 10 });
  });

  test.each([
    [
      'availability >= 99%',
      { unexpected: 1, '4xx': 2, '5xx': 3, network: 4, timeout: 5, dropped: 6, cut: 7 },
      18,
      121,
    ],
    [
      'rate(errors) <= 1%',
      { unexpected: 1, '4xx': 2, '5xx': 3, network: 4, timeout: 5, dropped: 6, cut: 7 },
      21,
      121,
    ],
    ['rate(4xx) <= 1%', { '4xx': 2, '429': 5 }, 2, 102],
    ['rate(timeout) <= 1%', { timeout: 2 }, 2, 102],
  ])('%s counts what it should', (expression, outcomes, bad, n) => {
    const others = Object.entries(outcomes).map(([outcome, count]) => some(outcome as Outcome, count));
    expect(judge(expression, [windowOf(0, [ok(100), ...others])])).toMatchObject({ bad, n });
  });

  test('only what it selects counts', () => {
    const windows = [
      windowOf(0, [ok(1000), { ...some('5xx', 30), endpoint: 'contacts', identityClass: 'authenticated' }]),
    ];
    expect(judge('rate(5xx){endpoint=page} <= 1%', windows)).toMatchObject({ n: 1000, bad: 0 });
    expect(judge('rate(5xx){class=authenticated} <= 1%', windows)).toMatchObject({ n: 30, bad: 30 });
    expect(judge('rate(5xx){arm=baseline} <= 1%', windows).state).toBe('no_data');
  });
});

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

describe('clustering', () => {
  const bursts = (every: number) =>
    Array.from({ length: 60 }, (_, second) =>
      windowOf(second, [ok(200), ...(second % every === 0 ? [some('5xx', 20)] : [])]),
    );

  test('is measured, told, and taken off', () => {
    const result = judge('rate(5xx) <= 1%', bursts(12));
    expect(result.nEffective).toBeLessThan(result.n / 10);
    expect(result.notes.join()).toContain('cluster');
    expect(result.state).toBe('inconclusive');
  });

  test('cannot be measured in a few seconds: independence is assumed, and said', () => {
    expect(judge('rate(5xx) <= 2%', bursts(12).slice(0, 5)).notes.join()).toContain('independent');
  });
});

describe('plain comparisons', () => {
  test.each([
    ['count(5xx) == 0', [ok(100)], 'pass', 0],
    ['count(5xx) == 0', [ok(100), some('5xx', 1)], 'fail', 1],
    ['count(5xx) == 0', [], 'no_data', null],
    ['count(ok) >= 100', [ok(99)], 'fail', 99],
    ['count(requests) >= 100', [ok(90), some('429', 10)], 'pass', 100],
    ['count(cut) <= 5', [ok(1), some('cut', 6)], 'fail', 6],
  ])('%s', (expression, requests, state, observed) => {
    expect(judge(expression, [windowOf(0, requests)])).toMatchObject({ state, observed, unit: 'count' });
  });

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

describe('a generator that lagged', () => {
  const lagging = (windows: ReturnType<typeof seconds>, lagMs: number) =>
    results(folded(bind('p95(latency) <= 220ms'), windows), {
      final: true,
      voids: { latencyFail: true, lagMs },
    })[0];

  test('takes back a violation that its lag could have caused', () => {
    expect(lagging(seconds(20, [ok(100, 250)]), 30)).toMatchObject({ state: 'inconclusive' });
  });

  test('takes back none that is far beyond its lag', () => {
    expect(lagging(seconds(20, [ok(100, 900)]), 30)).toMatchObject({ state: 'fail' });
    expect(lagging(seconds(20, [ok(100, 900)]), 2000)).toMatchObject({ state: 'inconclusive' });
  });

  test('takes back no failure', () => {
    expect(lagging(seconds(20, [some('5xx', 100)]), 2000)).toMatchObject({ state: 'fail' });
  });
});

describe('proof: point', () => {
  const point = { ...FIXED, proof: 'point' } as const;
  test.each([
    [1000, 4, 'pass'],
    [1000, 6, 'fail'],
    [500, 0, 'inconclusive'],
  ])('%i requests with %i bad against 0.5 %%: %s', (n, bad, state) => {
    expect(judge('rate(5xx) <= 0.5%', [windowOf(0, [ok(n - bad), some('5xx', bad)])], point).state).toBe(
      state,
    );
  });
});
