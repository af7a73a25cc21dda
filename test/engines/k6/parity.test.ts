import { afterAll, beforeAll, expect, it } from 'vitest';
import { embedded } from '../../../src/engines/embedded/engine.ts';
import { k6 } from '../../../src/engines/k6/engine.ts';
import type { Engine } from '../../../src/model/engine.ts';
import type { Report } from '../../../src/model/report.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import type { PlanInput } from '../../../src/plan/schema.ts';
import { load as loadPlan, runLoaded } from '../../run/harness.ts';
import { describeWith } from '../../tools.ts';
import { type TruthServer, truthServer } from '../truth-server.ts';
import { tally } from '../embedded/harness.ts';
import { K6, load, type Measured } from './harness.ts';

const endpoints = {
  a: { path: '/a', expect: { json: { '$.data': { minLength: 1 } } } },
  b: { path: '/b', identity: 'users' },
};
const pools = { users: { kind: 'static', tokens: ['a', 'b'], class: 'gold' } as const };
const requests = [{ endpoint: 'a', weight: 3 }, 'b'];
const open: ScenarioInput = {
  executor: 'constant-arrival-rate',
  rate: 100,
  duration: '4s',
  preAllocatedVUs: 40,
  requests,
};
const closed: ScenarioInput = { executor: 'shared-iterations', vus: 10, iterations: 400, requests };
const script: ScenarioInput = {
  executor: 'constant-arrival-rate',
  rate: 100,
  duration: '4s',
  preAllocatedVUs: 40,
};

interface Row {
  readonly name: string;
  readonly spec: ScenarioInput;
  readonly instances?: number;
  readonly script?: string;
}

const rows: readonly Row[] = [
  { name: 'an open loop', spec: open },
  { name: 'a closed loop', spec: closed },
  { name: 'a script', spec: script, script: 'parity.ts' },
  { name: 'an open loop by three instances', spec: open, instances: 3 },
  { name: 'a closed loop by three instances', spec: closed, instances: 3 },
];

let server: TruthServer;
beforeAll(async () => {
  server = await truthServer();
});
afterAll(() => server.close());

describeWith(K6, import.meta.filename, 'k6 against a server that knows what it did', () => {
  // The machine may be busy with something else just then: quantiles off three times in a row are wrong.
  it.each(rows)(
    '$name: every request once, and quantiles within 3 % and 1 ms',
    { retry: 2, timeout: 60_000 },
    async (row) => {
      await server.told();
      const { samples, outcomes, generator } = await measure(row);
      const truth = await server.told();
      expect(outcomes.dropped ?? 0).toBe(0);
      expect(truth).toHaveLength(400);
      expect(tally(samples.map(({ endpoint, status }) => `/${endpoint} ${status}`))).toEqual(
        tally(truth.map(({ path, status }) => `${path} ${status}`)),
      );
      expect(outcomes).toEqual({ ok: 344, '429': 40, '5xx': 16 });
      // Of a body that nobody reads and that says no length, k6 does not tell it.
      for (const { bytes } of samples.filter(({ endpoint }) => endpoint === 'a')) expect(bytes).toBe(12);
      const times = truth.map(({ ms }) => ms);
      // What the latency has more is how late the generator itself was, which it tells.
      const measured = [
        { by: samples.map(({ ended, started }) => ended - started), more: 0 },
        { by: samples.map(({ ended, intended }) => ended - intended), more: generator.sendLagP99 },
      ];
      for (const p of [0.5, 0.95, 0.99])
        for (const { by, more } of measured) {
          const [wanted, got] = [quantile(times, p), quantile(by, p)];
          expect(Math.abs(got - wanted), `p${p * 100}: ${got} for ${wanted}`).toBeLessThanOrEqual(
            0.03 * wanted + 1 + more,
          );
        }
    },
  );

  it('a run comes to the gates of the embedded engine, with instances, too', {
    timeout: 60_000,
  }, async () => {
    const ours = await judged(embedded);
    for (const instances of [1, 3]) {
      const theirs = await judged(k6, instances);
      expect(gatesOf(theirs)).toEqual(gatesOf(ours));
      expect(theirs.verdict).toBe(ours.verdict);
    }
    expect(gatesOf(ours).map(([, state]) => state)).toEqual(['pass', 'fail', 'pass', 'pass', 'fail']);
  });
});

function measure({ spec, instances, script: file }: Row): Promise<Measured> {
  return load(
    { url: server.url, endpoints, pools, sizes: { users: 2 }, scenarios: { main: spec } },
    { ...(instances ? { job: { instances } } : {}), ...(file ? { script: file } : {}) },
  );
}

const gates = [
  'p75(latency) < 1s',
  'p50(latency) < 5ms',
  'rate(429) <= 20%',
  'rate(5xx) <= 12%',
  'rate(429){endpoint=a} <= 1%',
];

async function judged(engine: Engine, instances = 1): Promise<Report> {
  await server.told();
  const plan: PlanInput = {
    name: 'parity',
    targets: { canary: { url: server.url } },
    identities: pools as never,
    endpoints,
    scenarios: { main: closed },
    gates,
    checks: { skip: ['*'] },
  };
  const { report } = await runLoaded(await loadPlan(plan), { engine, instances });
  const counts: Record<string, number> = {};
  for (const { endpoint, outcomes } of report.series)
    for (const [outcome, count] of Object.entries(outcomes))
      counts[`${endpoint} ${outcome}`] = (counts[`${endpoint} ${outcome}`] ?? 0) + count;
  const truth = (await server.told()).map(({ path, status }) => `${path.slice(1)} ${OUTCOMES[status]}`);
  expect(counts).toEqual(tally(truth));
  return report;
}

const OUTCOMES: Readonly<Record<number, string>> = { 200: 'ok', 429: '429', 503: '5xx' };

function gatesOf({ gates: results }: Report): (readonly [string, string])[] {
  return results.map(({ expression, state }) => [expression, state] as const);
}

function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(p * sorted.length) - 1] ?? Number.NaN;
}
