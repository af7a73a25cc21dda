import { describe, expect, it } from 'vitest';
import { IdentityError } from '../../../src/model/errors.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve } from './harness.ts';

const endpoints = { it: { path: '/', identity: 'users' }, other: { path: '/other', identity: 'users' } };
const users = (quota: object) => ({ users: { kind: 'static', tokens: ['a'], class: 'gold', quota } });

/** A server that notes when it saw each token, address and path. */
async function counting() {
  const seen = new Map<string, number[]>();
  const { url, count } = await serve((request, response) => {
    const { remoteAddress } = request.socket;
    for (const key of [request.headers.authorization ?? 'none', remoteAddress ?? '?', request.url ?? ''])
      seen.set(key, [...(seen.get(key) ?? []), performance.now()]);
    response.end();
  });
  const most = (key: string, window: number) => {
    const times = seen.get(key) ?? [];
    return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + window).length));
  };
  return { url, count, seen, most };
}

describe('quotas', () => {
  it('an open loop spreads over its identities and keeps each below its quota', async () => {
    const { url, count, seen, most } = await counting();
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 100,
      duration: '1s',
      preAllocatedVUs: 50,
      requests: ['it'],
    };
    const { outcomes, scenarios } = await load({
      url,
      endpoints,
      pools: users({ limit: 5, window: '300ms', scope: 'token' }),
      sizes: { users: 10 },
      scenarios: { main: spec },
    });
    expect(outcomes).toEqual({ ok: 100 });
    expect(count()).toBe(100);
    for (let index = 0; index < 10; index += 1)
      expect(most(`Bearer token-users-load-${index}`, 300)).toBeLessThanOrEqual(5);
    expect(seen.size).toBeGreaterThanOrEqual(10);
    expect(scenarios[0]?.throttledMs).toBeLessThan(1000);
  });

  it('a closed loop waits, visibly, and its latency leaves the wait out', async () => {
    const { url, most } = await counting();
    const spec: ScenarioInput = { executor: 'shared-iterations', vus: 4, iterations: 12, requests: ['it'] };
    const { samples, scenarios } = await load({
      url,
      endpoints,
      pools: users({ limit: 4, window: '200ms', scope: 'subject' }),
      sizes: { users: 1 },
      scenarios: { main: spec },
    });
    expect(samples).toHaveLength(12);
    expect(samples[0]).toMatchObject({ identityClass: 'gold', outcome: 'ok' });
    expect(most('Bearer token-users-load-0', 200)).toBeLessThanOrEqual(4);
    expect(scenarios[0]?.throttledMs).toBeGreaterThan(200);
    expect(samples.every(({ intended, started }) => started - intended < 100)).toBe(true);
  });

  it('counts only the endpoints that a quota names', async () => {
    const { url } = await counting();
    const spec: ScenarioInput = {
      executor: 'shared-iterations',
      vus: 4,
      iterations: 100,
      requests: ['other'],
    };
    const { samples, scenarios } = await load({
      url,
      endpoints,
      pools: users({ limit: 1, window: '10s', scope: 'token', endpoints: ['it'] }),
      sizes: { users: 1 },
      scenarios: { main: spec },
    });
    expect(samples).toHaveLength(100);
    expect(scenarios[0]?.throttledMs).toBe(0);
  });

  it('keeps each source address below a quota by IP', async () => {
    const { url, most } = await counting();
    const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 50,
      duration: '600ms',
      preAllocatedVUs: 30,
      requests: ['it'],
    };
    const { outcomes } = await load({
      url,
      endpoints,
      pools: users({ limit: 10, window: '400ms', scope: 'ip' }),
      sourceAddresses: addresses,
      scenarios: { main: spec },
    });
    expect(outcomes).toEqual({ ok: 30 });
    for (const address of addresses) {
      expect(most(address, 400)).toBeLessThanOrEqual(10);
      expect(most(address, 10_000)).toBeGreaterThan(0);
    }
  });

  it('arrivals that a pool is too small for are missed by us, never dropped by the target', async () => {
    const { url, count } = await counting();
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 100,
      duration: '500ms',
      preAllocatedVUs: 2,
      requests: ['it'],
      gracefulStop: '0s',
    };
    const { outcomes, generator } = await load({
      url,
      endpoints,
      pools: users({ limit: 3, window: '10s', scope: 'token' }),
      sizes: { users: 1 },
      scenarios: { main: spec },
    });
    expect(count()).toBe(3);
    expect(outcomes.dropped).toBeUndefined();
    expect(generator.missedRate).toBeGreaterThan(0.5);
  });

  it('a flood is one caller, and no quota holds it back', async () => {
    const { url, most, seen } = await counting();
    const spec: ScenarioInput = {
      kind: 'flood',
      executor: 'shared-iterations',
      vus: 10,
      iterations: 60,
      requests: ['it'],
    };
    const { samples } = await load({
      url,
      endpoints,
      pools: users({ limit: 5, window: '10s', scope: 'token' }),
      scenarios: { one: spec, two: { ...spec, iterations: 20 } as ScenarioInput },
    });
    expect(samples.every(({ phase }) => phase === 'flood')).toBe(true);
    expect(most('Bearer token-users-flood-0', 10_000)).toBe(60);
    expect(most('Bearer token-users-flood-1', 10_000)).toBe(20);
    expect([...seen.keys()].some((key) => key.includes('-load-'))).toBe(false);
  });

  it('maxRate holds for everything, floods too', async () => {
    const { url, most } = await counting();
    const closed: ScenarioInput = { executor: 'constant-vus', vus: 5, duration: '1500ms', requests: ['it'] };
    const { samples } = await load({
      url,
      target: { maxRate: 40 },
      endpoints: { it: { path: '/' } },
      scenarios: { load: closed, flood: { ...closed, kind: 'flood' } as ScenarioInput },
    });
    expect(samples.length).toBeGreaterThan(20);
    expect(samples.length).toBeLessThanOrEqual(62);
    expect(most('/', 900)).toBeLessThanOrEqual(42);
  });
});

describe('identities', () => {
  const spec: ScenarioInput = { executor: 'shared-iterations', vus: 2, iterations: 6, requests: ['it'] };

  it('a pool without an identity for the load ends the run before it begins', async () => {
    const { url, count } = await counting();
    const pools = users({ limit: 5, window: '1s', scope: 'token' });
    const running = load({ url, endpoints, pools, sizes: { users: 0 }, scenarios: { main: spec } });
    await expect(running).rejects.toThrow(IdentityError);
    expect(count()).toBe(0);
  });

  it('a token that can no longer be had is our fault and no sample', async () => {
    const { url, count } = await counting();
    let had = 0;
    const { samples, generator } = await load({
      url,
      endpoints,
      pools: { users: { kind: 'static', tokens: ['a'] } },
      sizes: { users: 1 },
      identities: {
        ready: () => undefined,
        credential: async (pool) => {
          had += 1;
          if (had > 3) throw new IdentityError(pool, 'the token service is gone');
          return {
            pool,
            class: 'default',
            subject: 'a',
            token: 't',
            headers: [['authorization', 'Bearer t']],
          };
        },
      },
      scenarios: { main: spec },
    });
    expect(count()).toBe(2);
    expect(samples).toHaveLength(2);
    expect(generator.notes.join()).toContain('the token service is gone');
    expect(generator.missedRate).toBeGreaterThan(0);
  });
});
