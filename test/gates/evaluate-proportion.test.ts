import { describe, expect, test } from 'vitest';
import { results } from '../../src/gates/evaluate.ts';
import type { Outcome } from '../../src/model/sample.ts';
import { bind, FIXED, folded, judge, type Some, seconds, windowOf } from './windows.ts';

const ok = (count: number, ms = 20): Some => ({ outcome: 'ok', count, ms });
const some = (outcome: Outcome, count: number): Some => ({ outcome, count, ms: 5 });

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
