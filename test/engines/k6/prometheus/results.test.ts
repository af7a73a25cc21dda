import { describe, expect, test } from 'vitest';
import { Account } from '../../../../src/engines/k6/prometheus/account.ts';
import { seriesOf } from '../../../../src/engines/k6/prometheus/answer.ts';
import { resultsOf } from '../../../../src/engines/k6/prometheus/results.ts';
import { load } from '../../../run/harness.ts';

const BEGAN = 1_770_000_000;
/** Edges of one bucket of k6's, in s. */
const EDGES = ['0.0910', '0.0992'] as const;

type Labels = Readonly<Record<string, string>>;
type Points = readonly (readonly [second: number, total: number])[];

/** As Prometheus writes it. */
const histogram = (labels: Labels, points: Points) => ({
  metric: { __name__: 'k6_canary_gate_request_seconds', instance_id: '1', scenario: 'steady', ...labels },
  histograms: points.map(([second, total]) => [
    BEGAN + second,
    { count: String(total), sum: '1', buckets: [[0, ...EDGES, String(total)]] },
  ]),
});
const counter = (name: string, labels: Labels, points: Points) => ({
  metric: { __name__: `k6_${name}`, instance_id: '1', ...labels },
  values: points.map(([second, total]) => [BEGAN + second, String(total)]),
});
const OK = { endpoint: 'page', class: 'anonymous', outcome: 'ok', status: '200' };
const FAILED = { ...OK, outcome: '5xx', status: '503' };
const PUSHES = counter(
  'vus',
  {},
  [0, 5, 10, 15, 20, 25, 30].map((second) => [second, 1] as const),
);
const END = counter('canary_gate_end_total', {}, [[30, 1]]);

async function results(result: readonly object[], instances?: number, warmup = '0s') {
  const { scenarios, plan } = await load({
    targets: { canary: { url: 'http://127.0.0.1:1' } },
    endpoints: {
      page: { path: '/' },
      chat: { path: '/chat', stream: { terminal: { event: 'done' } } },
    },
    scenarios: {
      steady: {
        executor: 'constant-arrival-rate',
        rate: 10,
        duration: '30s',
        warmup,
        preAllocatedVUs: 20,
        requests: ['page'],
      },
    },
  });
  const account = new Account();
  for (const series of seriesOf({ resultType: 'matrix', result })) account.take(series);
  const job = { scenarios, endpoints: plan.endpoints, pools: plan.identities, seed: 1, instances };
  const { windows, gaps, spread, generator, scenarios: outcomes } = resultsOf(account, job);
  const counts: Record<string, number> = {};
  for (const { key, count } of windows.flatMap(({ series }) => series)) {
    const name = `${key.phase} ${key.outcome}`;
    counts[name] = (counts[name] ?? 0) + count;
  }
  return {
    counts,
    spread,
    missedRate: generator.missedRate,
    outcome: outcomes[0],
    gaps: gaps.map(({ code, text }) => `${code}: ${text}`),
  };
}

test('the first sample counts, and nothing is extrapolated', async () => {
  const { counts, gaps, spread } = await results([
    histogram(OK, [
      [5, 48],
      [30, 299],
    ]),
    histogram(FAILED, [[20, 1]]),
    counter('http_reqs_total', { scenario: 'steady' }, [
      [5, 48],
      [30, 300],
    ]),
    PUSHES,
    END,
  ]);
  expect(counts).toEqual({ 'load ok': 299, 'load 5xx': 1 });
  expect(gaps).toEqual([]);
  expect(spread).toBeCloseTo(0.0992 / 0.091, 6);
});

test('streams that were cut are a part of the load that nobody knows', async () => {
  const cut = { ...OK, outcome: 'cut', status: '0' };
  const { missedRate } = await results([
    histogram(OK, [[30, 280]]),
    histogram(cut, [[30, 10]]),
    histogram({ ...cut, endpoint: 'chat' }, [[30, 10]]),
    PUSHES,
    END,
  ]);
  expect(missedRate).toBeCloseTo(10 / 300);
});

test('a failure that is rare is no warm-up for having been there before', async () => {
  const { counts } = await results(
    [
      histogram(OK, [
        [5, 50],
        [10, 100],
        [15, 150],
        [30, 300],
      ]),
      histogram(FAILED, [
        [5, 1],
        [30, 4],
      ]),
      PUSHES,
      END,
    ],
    1,
    '3s',
  );
  expect(counts).toEqual({ 'warmup ok': 100, 'load ok': 200, 'warmup 5xx': 1, 'load 5xx': 3 });
});

test('arrivals that were dropped, iterations, and scripts that threw', async () => {
  const { counts, outcome } = await results([
    histogram(OK, [[30, 10]]),
    counter('iterations_total', { scenario: 'steady' }, [[30, 12]]),
    counter('dropped_iterations_total', { scenario: 'steady' }, [[30, 3]]),
    counter('canary_gate_iteration_total', { scenario: 'steady', threw: 'true' }, [[30, 2]]),
    counter('canary_gate_iteration_total', { scenario: 'steady' }, [[30, 9]]),
    PUSHES,
    END,
  ]);
  expect(counts).toEqual({ 'load ok': 10, 'load dropped': 3 });
  expect(outcome).toMatchObject({ iterations: 12, dropped: 3, exceptions: { count: 2 } });
});

describe('what is missing or wrong is named', () => {
  const whole = [histogram(OK, [[30, 300]]), PUSHES, END];
  test.each<[string, object[], number | undefined, RegExp]>([
    ['an instance', whole, 2, /^missing_instance: instance 2 of 2 told nothing/],
    ['its end', whole.slice(0, 2), 1, /^missing_instance: instance 1 did not tell its end/],
    [
      'two runs under one testid',
      [
        ...whole,
        counter('canary_gate_end_total', {}, [
          [30, 1],
          [90, 1],
        ]),
      ],
      1,
      /^broken_result: instance 1 told its end 2 times/,
    ],
    [
      'a counter that began anew',
      [
        histogram(OK, [
          [10, 200],
          [20, 50],
        ]),
        PUSHES,
        END,
      ],
      1,
      /^broken_result: instance 1: 1 of its counters began anew/,
    ],
    [
      'durations that were lost',
      [...whole, counter('http_reqs_total', { scenario: 'steady' }, [[30, 310]])],
      1,
      /^broken_result: 1, steady: k6 counted 310 requests, and 300 durations/,
    ],
    [
      'a scenario that the plan does not know',
      [...whole, histogram({ ...OK, scenario: 'other' }, [[30, 7]])],
      1,
      /^broken_result: 7 requests belong to the scenario "other"/,
    ],
    [
      'instances without names',
      whole.map((series) => ({
        ...series,
        metric: Object.fromEntries(Object.entries(series.metric).filter(([name]) => name !== 'instance_id')),
      })),
      2,
      /^broken_result: the instances have no names/,
    ],
  ])('%s', async (_, series, instances, reason) => {
    const { gaps } = await results(series, instances);
    expect(gaps).toContainEqual(expect.stringMatching(reason));
  });

  test('an answer that is none of Prometheus', () => {
    expect(() => seriesOf({ resultType: 'vector', result: [] })).toThrow(/not that of its query API/);
  });
});
