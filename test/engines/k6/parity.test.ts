import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { describeWith } from '../../tools.ts';
import { tally } from '../embedded/harness.ts';
import { quantile, toleranceOf } from '../quantile.ts';
import { type TruthServer, truthServer } from '../truth-server.ts';
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
  // The machine may be busy with something else just then: quantiles off five times in a row are wrong.
  it.each(rows)(
    '$name: every request once, and quantiles within 3 % and 1 ms',
    { retry: 4, timeout: 60_000 },
    async (row) => {
      await server.told();
      const { samples, outcomes } = await measure(row);
      const truth = await server.told();
      expect(outcomes.dropped ?? 0).toBe(0);
      expect(truth).toHaveLength(400);
      expect(tally(samples.map(({ endpoint, status }) => `/${endpoint} ${status}`))).toEqual(
        tally(truth.map(({ path, status }) => `${path} ${status}`)),
      );
      expect(outcomes).toEqual({ ok: 320, '429': 40, '5xx': 40 });
      // Of a body that nobody reads and that says no length, k6 does not tell it.
      for (const { bytes } of samples.filter(({ endpoint }) => endpoint === 'a')) expect(bytes).toBe(12);
      const times = truth.map(({ ms }) => ms);
      const measured = [
        samples.map(({ ended, started }) => ended - started),
        samples.map(({ ended, intended }) => ended - intended),
      ];
      for (const p of [0.5, 0.95, 0.99])
        for (const by of measured) {
          const [wanted, got] = [quantile(times, p), quantile(by, p)];
          expect(Math.abs(got - wanted), `p${p * 100}: ${got} for ${wanted}`).toBeLessThanOrEqual(
            toleranceOf(wanted),
          );
        }
    },
  );
});

function measure({ spec, instances, script: file }: Row): Promise<Measured> {
  return load(
    { url: server.url, endpoints, pools, sizes: { users: 2 }, scenarios: { main: spec } },
    { ...(instances ? { job: { instances } } : {}), ...(file ? { script: file } : {}) },
  );
}
