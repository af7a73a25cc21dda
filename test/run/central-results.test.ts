import { describe, expect, test } from 'vitest';
import { Histogram } from '../../src/metrics/histogram.ts';
import type { Outcome } from '../../src/model/sample.ts';
import type { Window } from '../../src/model/window.ts';
import { CentralJudge } from '../../src/run/central-judge.ts';
import { load } from './harness.ts';

/** k6's buckets. */
const SPREAD = 2 ** (1 / 8);
const MEASURED = { timings: ['latency', 'service'] as const };

async function judgeOf(gate: string, spread: number) {
  const { gates, plan } = await load({
    targets: { canary: { url: 'http://127.0.0.1:1' } },
    endpoints: { page: { path: '/' } },
    scenarios: {
      steady: {
        executor: 'constant-arrival-rate',
        rate: 100,
        duration: '30s',
        preAllocatedVUs: 500,
        requests: ['page'],
      },
    },
    gates: [gate],
  });
  return new CentralJudge(gates, plan.run, { spread });
}

function windowAt(second: number, count: number, milliseconds: number, outcome: Outcome = 'ok'): Window {
  const latency = new Histogram();
  latency.add(milliseconds * 1000, count);
  const key = {
    arm: 'canary',
    phase: 'load',
    scenario: 'steady',
    endpoint: 'page',
    identityClass: 'anonymous',
    version: '',
    outcome,
  } as const;
  const histograms = { latency: latency.encode(), service: latency.encode() };
  return { second, series: [{ second, key, count, bytes: 0, histograms }], signals: [], customs: [] };
}

describe('a percentile whose values are known to the bounds of their buckets', () => {
  test.each([
    ['holds at the upper bound', 190, 'pass'],
    ['holds in the middle, not at the upper bound', 196, 'inconclusive'],
    ['is violated in the middle, not at the lower bound', 204, 'inconclusive'],
    ['is violated at the lower bound', 212, 'fail'],
  ])('%s', async (_, milliseconds, state) => {
    const judge = await judgeOf('p95(latency) <= 200ms', SPREAD);
    for (let second = 0; second < 30; second += 1) judge.fold(windowAt(second, 100, milliseconds));
    const [result] = judge.results(undefined, MEASURED);
    expect(result?.state).toBe(state);
    const [low, high] = result?.interval ?? [];
    expect(low).toBeLessThanOrEqual(milliseconds / Math.sqrt(SPREAD) + 0.3);
    expect(high).toBeGreaterThanOrEqual(milliseconds * Math.sqrt(SPREAD) - 0.3);
  });

  test('counts are exact all the same', async () => {
    const judge = await judgeOf('rate(5xx) <= 1%', SPREAD);
    for (let second = 0; second < 30; second += 1) judge.fold(windowAt(second, 100, 10));
    const [result] = judge.results(undefined, MEASURED);
    expect(result).toMatchObject({ state: 'pass', n: 3000, bad: 0, notes: [] });
  });
});

test.each([
  ['throughput >= 90/s', 'fail'],
  ['count(ok) >= 5000', 'fail'],
  ['p95(ttfb) <= 100ms', 'no_data'],
  ['p95(connect) <= 100ms', 'no_data'],
] as const)('%s of exact values', async (gate, state) => {
  const judge = await judgeOf(gate, 1);
  for (let second = 0; second < 30; second += 1) judge.fold(windowAt(second, 40, 10));
  expect(judge.results(undefined, MEASURED)[0]?.state).toBe(state);
});

test.each([
  ['throughput >= 70/s', 'pass'],
  ['throughput >= 99/s', 'inconclusive'],
  ['throughput >= 150/s', 'fail'],
])('%s of pushes every five seconds, 100/s each', async (gate, state) => {
  const judge = await judgeOf(gate, SPREAD);
  for (let second = 5; second <= 60; second += 5) judge.fold(windowAt(second, 500, 10));
  expect(judge.results(undefined, MEASURED)[0]?.state).toBe(state);
});
