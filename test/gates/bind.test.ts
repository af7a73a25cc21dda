import { describe, expect, test } from 'vitest';
import { bindGates } from '../../src/gates/bind.ts';
import type { Gate, Trigger } from '../../src/model/gate.ts';
import { bind, NAMES } from './windows.ts';

const problems = (gates: Gate[], triggers: Trigger[] = []) =>
  bindGates({ ...NAMES, gates, triggers }).problems;

describe('what must hold', () => {
  test.each([
    [
      'p95(latency) <= 220ms',
      { kind: 'proportion', bound: 0.05, measure: { kind: 'slower', timing: 'latency', limit: 220_000 } },
    ],
    [
      'rate(5xx) <= 0.5%',
      { kind: 'proportion', bound: 0.005, measure: { kind: 'outcomes', bad: ['5xx'], limited: false } },
    ],
    [
      'availability >= 99.9%',
      { kind: 'proportion', bound: 0.001, measure: { bad: ['5xx', 'network', 'timeout', 'dropped'] } },
    ],
    ['rate(429) <= 1%', { measure: { bad: ['429'], limited: true } }],
    [
      'rate(success) > 99.5%',
      { bound: 0.005, measure: { bad: ['unexpected', '4xx', '5xx', 'network', 'timeout', 'dropped'] } },
    ],
    ['throughput >= 120/min', { kind: 'throughput', perSecond: 2 }],
    ['signal(db_pool) <= 75%', { kind: 'signal', value: 75, scale: 0.01, shown: 'ratio', every: false }],
    ['signal(cpu) <= 70%', { value: 0.7, scale: 1, shown: 'ratio' }],
    ['signal(ann) < 200ms', { value: 0.2, scale: 1000, shown: 'ms' }],
    ['signal(errors) == 0', { value: 0, every: true }],
    [
      'p95(latency)[1m] <= 250ms',
      { kind: 'sustained', sliding: { length: 60_000, step: 10_000, for: 0 }, least: 20 },
    ],
    [
      'availability >= 99% for 2m',
      { kind: 'sustained', sliding: { length: 60_000, step: 10_000, for: 120_000 }, least: 100 },
    ],
  ])('%s', (expression, expected) => {
    expect(bind(expression)[0]?.requirement).toMatchObject(expected);
  });

  test('of a trigger is the negation of what it says', () => {
    const [trigger] = bind([], ['availability < 99% for 2m']);
    expect(trigger).toMatchObject({
      kind: 'trigger',
      level: 'critical',
      action: 'rollback',
      requirement: {
        kind: 'sustained',
        bound: 0.01,
        measure: { bad: ['5xx', 'network', 'timeout', 'dropped'] },
      },
    });
    expect(bind([], ['signal(errors) > 0 -> security'])[0]).toMatchObject({
      action: 'security',
      requirement: { comparator: '<=', value: 0, every: true },
    });
  });
});

describe('refused before the first request', () => {
  test.each([
    ['p95(latency){endpoint=contcts} <= 300ms', /Did you mean "contacts"/],
    ['rate(5xx){scenario=brows} <= 1%', /Did you mean "browse"/],
    ['rate(5xx){scenario=flood} <= 1%', /kept out of the gates/],
    ['rate(5xx){class=admin} <= 1%', /no class "admin"/],
    ['signal(db_pol) <= 75%', /Did you mean "db_pool"/],
    ['signal(errors) <= 75%', /has the unit "number"/],
    ['signal(db_pool){endpoint=page} <= 75%', /no endpoints/],
    ['p95(latncy) <= 220ms', /Did you mean "latency"/],
    ['p95(latency) <= 220', /a time is wanted/],
    ['p95(latency) <= 0ms', /never pass/],
    ['p95(latency) >= 220ms', /bounded from above/],
    ['p95(latency) <= 10s', /times out after 10s, at or below/],
    ['p95(first_event){endpoint=page} <= 1s', /no stream/],
    ['rate(5xx) <= 100%', /could never fail/],
    ['availability >= 0%', /could never fail/],
    ['rate(5xx) <= 0%', /no number of requests/],
    ['availability >= 100%', /no number of requests/],
    ['rate(5xx) <= 0.005', /percentage is wanted/],
    ['rate(5xx) == 1%', /equality/],
    ['count(5xx) >= 0', /could never fail/],
    ['count(5xx) < 0', /could never pass/],
    ['count(5xx) <= 1.5', /whole number/],
    ['count(5xx)[1m] == 0', /whole run/],
    ['throughput >= 6', /a rate is wanted/],
    ['throughput >= 0/s', /could never fail/],
    ['trend(p99(latency)) <= 10%', /stable or not/],
    ['rate(5xx) stable 10%', /only a trend/],
    ['burn(availability, 99.9%, 30d)[1h,5m] <= 2000', /cannot exceed 1000/],
    ['p95(latency)[1500ms] <= 250ms', /whole seconds/],
    ['p95(latency)[10s:1m] <= 250ms', /step is longer/],
    ['p95(latency) <= 250ms -> rollback', /belongs under "triggers"/],
    ['p95(latency) <=', /column 16/],
  ])('%s', (expression, message) => {
    const found = problems([expression]);
    expect(found.map((problem) => problem.path)).toContain('gates[0]');
    expect(found.map((problem) => problem.message).join('\n')).toMatch(message);
  });

  test('a trigger that says what must hold', () => {
    expect(problems([], ['p95(latency) <= 250ms -> rollback'])).toMatchObject([
      { path: 'triggers[0]', allowed: '> or >=' },
    ]);
  });

  test('all mistakes at once, each with its place', () => {
    const found = problems(['rate(5x) <= 1%', 'rate(5xx) <= 1%', 'throughput >= 6'], ['nonsense']);
    expect(found.map(({ path }) => path)).toEqual(['gates[0]', 'gates[2]', 'triggers[0]']);
  });

  test('an id that is used twice', () => {
    const gate = { expression: 'rate(5xx) <= 1%', level: 'required', id: 'same' } as const;
    expect(problems([gate, gate])).toMatchObject([{ path: 'gates[1].id' }]);
  });

  test('custom metrics are known by name, where they are known', () => {
    const input = { ...NAMES, gates: ['p95(cart_size) <= 40'], triggers: [] };
    expect(bindGates(input).problems).toEqual([]);
    expect(bindGates({ ...input, customs: ['cart_size'] }).problems).toEqual([]);
    expect(bindGates({ ...input, customs: ['basket'] }).problems).toHaveLength(1);
  });
});

describe('ids', () => {
  test('say what a gate is about, and never repeat', () => {
    const expressions = [
      'p95(latency) <= 220ms',
      'p95(latency) <= 200ms',
      'p95(latency){endpoint=contacts} < 300ms',
      'p95(latency) <= 200ms',
      'rate(429) <= 1%',
    ];
    expect(bind(expressions, ['signal(db_pool) > 85% for 5m']).map(({ id }) => id)).toEqual([
      'p95-latency',
      'p95-latency-200ms',
      'p95-latency-contacts',
      'p95-latency-200ms-2',
      'rate-429',
      'trigger-signal-db_pool',
    ]);
  });

  test('a given id is kept, and avoided by the others', () => {
    const gates: Gate[] = [
      'rate(5xx) <= 1%',
      { expression: 'rate(4xx) <= 1%', level: 'warn', id: 'rate-5xx' },
    ];
    expect(bindGates({ ...NAMES, gates, triggers: [] }).gates.map(({ id }) => id)).toEqual([
      'rate-5xx-1pct',
      'rate-5xx',
    ]);
  });
});

describe('the gate on 429s that a latency gate brings', () => {
  const implied = (gates: Gate[]) =>
    bindGates({ ...NAMES, gates, triggers: [] }).gates.filter((gate) => gate.implied);

  test('is for the same requests, at the same level', () => {
    expect(
      implied([{ expression: 'p95(latency){endpoint=contacts} < 300ms', level: 'critical' }]),
    ).toMatchObject([
      {
        id: 'rate-429-contacts-implied',
        expression: 'rate(429){endpoint=contacts} <= 1%',
        level: 'critical',
      },
    ]);
  });

  test('is one for several gates on the same requests, at the highest level', () => {
    const gates: Gate[] = ['p95(latency) <= 220ms', { expression: 'p50(ttfb) <= 50ms', level: 'warn' }];
    expect(implied(gates)).toMatchObject([{ level: 'required' }]);
  });

  test.each([
    ['the same requests', 'rate(429){endpoint=contacts} <= 2%'],
    ['all requests', 'rate(429) <= 2%'],
  ])('is not needed where the plan has one for %s', (_, expression) => {
    expect(implied(['p95(latency){endpoint=contacts} < 300ms', expression])).toEqual([]);
  });

  test('is needed where the plan only has one for others', () => {
    expect(implied(['p95(latency) < 300ms', 'rate(429){endpoint=page} <= 1%'])).toHaveLength(1);
  });

  test.each(['p95(duration) <= 220ms', 'rate(5xx) <= 1%', 'trend(p99(latency)) stable 10%'])(
    '%s brings none',
    (expression) => {
      expect(implied([expression])).toEqual([]);
    },
  );
});
