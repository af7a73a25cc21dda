import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { autocannon } from '../../../src/engines/autocannon/engine.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { PlanInput } from '../../../src/plan/schema.ts';
import { load, runLoaded } from '../../run/harness.ts';
import { serve, tally } from '../embedded/harness.ts';
import { quantile, toleranceOf } from '../quantile.ts';
import { type TruthServer, truthServer } from '../truth-server.ts';
import { fire } from './harness.ts';

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
    expect(tally(samples.map(({ outcome }) => outcome))).toEqual({ ok: 320, '429': 40, '5xx': 40 });
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
          toleranceOf(wanted),
        );
    }
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
    expect(report.generator.notes.join()).toContain('autocannon does not tell the time to connect');
    const arms = tally(
      report.series.flatMap(({ arm, outcomes }) =>
        Object.values(outcomes).flatMap((count) => Array(count).fill(arm)),
      ),
    );
    expect(arms).toEqual({ canary: 60, baseline: 60 });
    expect(await server.told()).toHaveLength(120);
  });
});

// autocannon's own correction for coordinated omission makes a median of 26 ms of 50 ms at 100/s.
describe('a server that always takes 50 ms', () => {
  it.each([
    ['1 user', 1, {}],
    ['10 users', 10, {}],
    ['10 users below 100/s', 10, { maxRate: 100 }],
  ] as const)('has that median with %s', { retry: 2 }, async (_, vus, target) => {
    const { url } = await serve((_request, response) => void setTimeout(() => response.end('ok'), 50));
    const { samples } = await fire({
      url,
      target,
      endpoints: { a: { path: '/' } },
      scenarios: { main: { executor: 'constant-vus', vus, duration: '1500ms', requests: ['a'] } },
    });
    const median = (values: number[]) => quantile(values, 0.5);
    const ended = samples.filter(({ outcome }) => outcome === 'ok');
    expect(ended.length).toBeGreaterThan(10 * vus);
    for (const measured of [
      median(ended.map(({ ended: end, intended }) => end - intended)),
      median(ended.map(({ ended: end, started }) => end - started)),
    ]) {
      expect(measured).toBeGreaterThanOrEqual(49);
      expect(measured).toBeLessThan(60);
    }
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
