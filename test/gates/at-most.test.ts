import { describe, expect, test } from 'vitest';
import { AT_MOST, bounded, timingOf } from '../../src/gates/at-most.ts';
import { decision, results } from '../../src/gates/evaluate.ts';
import { bind, FIXED, folded, judge, type Some, seconds, windowOf } from './windows.ts';

const UPPER = { ...FIXED, atMost: ['first_event'] } as const;
const ALWAYS = { ...UPPER, until: 'conclusive', minDuration: 5_000 } as const;

const GATE = 'p95(first_event){endpoint=chat} < 500ms';
const within = (count: number): Some => ({
  outcome: 'ok',
  count,
  ms: 100,
  timing: 'first_event',
  endpoint: 'chat',
});
const beyond = (count: number): Some => ({ ...within(count), ms: 900 });
const failed = (count: number): Some => ({ outcome: '5xx', count, ms: 5, endpoint: 'chat' });

describe('a percentile of times that are known only as upper bounds', () => {
  test.each([
    ['holds where the bounds do', [within(100)], 'pass', 0],
    ['holds with as many beyond as are allowed', [within(98), beyond(2)], 'pass', 20],
    ['is open where they do not', [beyond(100)], 'inconclusive', 1000],
    ['is open for a small excess', [within(90), beyond(10)], 'inconclusive', 100],
    ['is violated by failures alone', [within(85), failed(15)], 'fail', 150],
    ['is violated by failures, whatever the times', [beyond(85), failed(15)], 'fail', 1000],
    ['is open where failures are few', [beyond(97), failed(3)], 'inconclusive', 1000],
  ] as const)('%s', (_, some, state, bad) => {
    const result = judge(GATE, seconds(10, some), UPPER);
    expect(result).toMatchObject({ state, bad, n: 1000 });
    expect(result.interval?.[0] ?? null).toBeNull();
    expect(result.notes).toContain(AT_MOST);
  });

  test('is proven violated by the same times where they are exact', () => {
    expect(judge(GATE, seconds(10, [beyond(100)])).state).toBe('fail');
  });

  test('is no less exact for other timings', () => {
    const slow = { ...beyond(100), timing: 'latency' } as const;
    const result = judge('p95(latency) < 500ms', seconds(10, [slow]), UPPER);
    expect(result.state).toBe('fail');
    expect(result.notes).not.toContain(AT_MOST);
  });

  test('is not excused by a generator that lagged', () => {
    const state = folded(bind(GATE), seconds(10, [beyond(85), failed(15)]), UPPER);
    const voids = { latencyFail: true, lagMs: 500 };
    expect(results(state, { final: true, voids })[0]?.state).toBe('fail');
    const open = folded(bind(GATE), seconds(10, [beyond(100)]), UPPER);
    const [lagging] = results(open, { final: true, voids });
    expect(lagging?.state).toBe('inconclusive');
    expect(lagging?.notes.join()).not.toContain('generator');
  });

  test('is judged plainly where that is asked for', () => {
    const plain = { ...UPPER, proof: 'point' } as const;
    expect(judge(GATE, seconds(10, [within(96), beyond(4)]), plain).state).toBe('pass');
    expect(judge(GATE, seconds(10, [within(94), beyond(6)]), plain).state).toBe('inconclusive');
    expect(judge(GATE, seconds(10, [within(90), beyond(4), failed(6)]), plain).state).toBe('fail');
  });

  test('counts failures that come late', () => {
    const windows = [...seconds(10, [beyond(85)]), windowOf(1, [failed(150)])];
    expect(judge(GATE, windows, UPPER)).toMatchObject({ state: 'fail', bad: 1000 });
  });
});

describe('the look on the way', () => {
  test.each([
    ['goes on with times beyond the bound', [beyond(100)], 'continue'],
    ['ends with failures', [failed(100)], 'fail'],
    ['ends once the bounds prove it', [within(100)], 'pass'],
  ] as const)('%s', (_, some, wanted) => {
    const gates = bind([GATE, 'rate(429) <= 1%']);
    expect(decision(folded(gates, seconds(60, some), ALWAYS))).toBe(wanted);
  });
});

describe('a trigger over windows of such times', () => {
  const TRIGGER = 'p95(first_event){endpoint=chat}[10s] > 500ms for 1m -> rollback';

  test.each([
    ['does not fire by times', [beyond(100)], 'pass'],
    ['does not fire by failures that are allowed', [beyond(97), failed(3)], 'pass'],
    ['fires by failures', [beyond(90), failed(10)], 'fail'],
  ] as const)('%s', (_, some, state) => {
    expect(judge(TRIGGER, seconds(90, some), UPPER).state).toBe(state);
  });

  test('does not bridge what it does not know', () => {
    const windows = Array.from({ length: 130 }, (_, second) =>
      windowOf(second, second >= 50 && second < 75 ? [beyond(100)] : [failed(100)]),
    );
    expect(judge(TRIGGER, windows, UPPER).state).toBe('pass');
    expect(judge(TRIGGER, windows).state).toBe('fail');
  });
});

describe('a gate over windows of such times', () => {
  test.each([
    ['p95(first_event){endpoint=chat}[10s] < 500ms for 1m', [within(100)], 'pass'],
    ['p95(first_event){endpoint=chat}[10s] < 500ms for 1m', [beyond(100)], 'inconclusive'],
    ['p95(first_event){endpoint=chat}[10s] < 500ms for 1m', [failed(100)], 'fail'],
    ['p95(first_event){endpoint=chat}[10s] < 500ms', [within(100)], 'pass'],
    ['p95(first_event){endpoint=chat}[10s] < 500ms', [beyond(100)], 'inconclusive'],
    ['p95(first_event){endpoint=chat}[10s] < 500ms', [beyond(50), failed(50)], 'fail'],
  ] as const)('%s', (expression, some, state) => {
    expect(judge(expression, seconds(90, some), UPPER).state).toBe(state);
  });
});

describe('a trend of such times', () => {
  const TREND = 'trend(p95(first_event)){endpoint=chat} stable 10%';

  test.each([
    ['is open though the bounds are stable', [within(100)], [within(100)], 'inconclusive'],
    ['is open though the bounds grow', [within(100)], [beyond(100)], 'inconclusive'],
    ['is violated when failures take over', [within(100)], [failed(100)], 'fail'],
    ['is open where there were failures before', [failed(100)], [failed(100)], 'inconclusive'],
  ] as const)('%s', (_, before, after, state) => {
    const windows = [...seconds(20, before), ...seconds(40, after).slice(20)];
    expect(judge(TREND, windows, UPPER).state).toBe(state);
  });
});

test('only gates on such a timing are judged so', () => {
  const gates = bind([
    GATE,
    'p95(latency) < 1s',
    'p95(connect) < 1s',
    'p95(duration) < 1s',
    'rate(5xx) < 1%',
  ]);
  expect(gates.slice(0, 5).map(({ requirement }) => timingOf(requirement))).toEqual([
    'first_event',
    'latency',
    'connect',
    'service',
    undefined,
  ]);
  const open = gates
    .map((gate) => bounded(gate, ['first_event']))
    .filter((gate) => 'atMost' in gate.requirement);
  expect(open.map(({ expression }) => expression)).toEqual([GATE]);
});
