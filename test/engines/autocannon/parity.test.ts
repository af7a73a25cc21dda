import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { autocannon } from '../../../src/engines/autocannon/engine.ts';
import { embedded } from '../../../src/engines/embedded/engine.ts';
import type { Engine } from '../../../src/model/engine.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { PlanInput } from '../../../src/plan/schema.ts';
import { load, runLoaded } from '../../run/harness.ts';
import { tally } from '../embedded/harness.ts';
import { fire } from './harness.ts';
import { type TruthServer, truthServer } from '../truth-server.ts';

const ITERATIONS = 400;
const endpoints = {
  a: { path: '/a', expect: { json: { '$.data': { minLength: 1 } } } },
  b: { path: '/b', identity: 'users' },
};
const requests = [{ endpoint: 'a', weight: 3 }, 'b'];
const main = { executor: 'shared-iterations' as const, vus: 10, iterations: ITERATIONS, requests };

let server: TruthServer;
beforeAll(async () => {
  server = await truthServer();
});
afterAll(() => server.close());

describe('against a server that knows what it did', () => {
  it('every request is counted once, under its endpoint and status', async () => {
    const { samples } = await measure();
    const truth = await server.told();
    expect(truth).toHaveLength(ITERATIONS);
    expect(tally(samples.map(({ endpoint, status }) => `/${endpoint} ${status}`))).toEqual(
      tally(truth.map(({ path, status }) => `${path} ${status}`)),
    );
    expect(tally(samples.map(({ outcome }) => outcome))).toEqual({ ok: 344, '429': 40, '5xx': 16 });
    for (const { bytes } of samples) expect(bytes).toBe(12);
  });

  // The machine may be busy with something else just then: figures off three times in a row are wrong.
  it('its quantiles are those of the server, within 3 % and 1 ms', {
    retry: 2,
    timeout: 60_000,
  }, async () => {
    await server.told();
    const { samples } = await measure();
    const truth = await server.told();
    for (const p of [0.5, 0.95, 0.99]) {
      const wanted = quantile(
        truth.map(({ ms }) => ms),
        p,
      );
      const latency = quantile(
        samples.map(({ ended, intended }) => ended - intended),
        p,
      );
      const service = quantile(
        samples.map(({ ended, started }) => ended - started),
        p,
      );
      for (const measured of [latency, service])
        expect(Math.abs(measured - wanted), `p${p * 100}: ${measured} for ${wanted}`).toBeLessThanOrEqual(
          0.03 * wanted + 1,
        );
    }
  });

  it('a run comes to the gates of the embedded engine', { timeout: 60_000 }, async () => {
    const ours = await judged(embedded);
    const theirs = await judged(autocannon);
    expect(gatesOf(theirs.report)).toEqual(gatesOf(ours.report));
    expect(gatesOf(theirs.report).map(([, state]) => state)).toEqual([
      'pass',
      'fail',
      'pass',
      'pass',
      'fail',
    ]);
    expect(theirs.report.verdict).toBe(ours.report.verdict);
    expect(theirs.report.generator.notes.join()).toContain('autocannon does not tell the time to connect');
  });

  it('two arms side by side are counted apart', { timeout: 60_000 }, async () => {
    await server.told();
    const target = { url: server.url };
    const plan: PlanInput = {
      name: 'arms',
      targets: { canary: target, baseline: target },
      endpoints: { a: { path: '/a' } },
      scenarios: { main: { ...main, vus: 5, iterations: 60, requests: ['a'] } },
      checks: { skip: ['*'] },
    };
    const { report } = await runLoaded(await load(plan), { engine: autocannon });
    const arms = tally(
      report.series.flatMap(({ arm, outcomes }) =>
        Object.values(outcomes).flatMap((count) => Array(count).fill(arm)),
      ),
    );
    expect(arms).toEqual({ canary: 60, baseline: 60 });
    expect(await server.told()).toHaveLength(120);
  });
});

async function measure(): Promise<{ samples: readonly Sample[] }> {
  return fire({
    url: server.url,
    endpoints,
    pools: { users: { kind: 'static', tokens: ['a', 'b'], class: 'gold' } },
    sizes: { users: 2 },
    scenarios: { main },
  });
}

const gates = [
  'p75(latency) < 1s',
  'p50(latency) < 5ms',
  'rate(429) <= 20%',
  'rate(5xx) <= 12%',
  'rate(429){endpoint=a} <= 1%',
];

async function judged(engine: Engine): Promise<{ report: Report }> {
  await server.told();
  const plan: PlanInput = {
    name: 'parity',
    targets: { canary: { url: server.url } },
    identities: { users: { kind: 'static', tokens: ['a', 'b'], class: 'gold' } },
    endpoints,
    scenarios: { main },
    gates,
    checks: { skip: ['*'] },
  };
  const { report } = await runLoaded(await load(plan), { engine });
  const counts: Record<string, number> = {};
  for (const { endpoint, outcomes } of report.series)
    for (const [outcome, count] of Object.entries(outcomes))
      counts[`${endpoint} ${outcome}`] = (counts[`${endpoint} ${outcome}`] ?? 0) + count;
  const truth = tally(
    (await server.told()).map(({ path, status }) => `${path.slice(1)} ${OUTCOMES[status]}`),
  );
  expect(counts).toEqual(truth);
  return { report };
}

const OUTCOMES: Readonly<Record<number, string>> = { 200: 'ok', 429: '429', 503: '5xx' };

function gatesOf({ gates: results }: Report): (readonly [string, string])[] {
  return results.map(({ expression, state }) => [expression, state] as const);
}

function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(p * sorted.length) - 1] ?? Number.NaN;
}
