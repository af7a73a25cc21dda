import { describe, expect, it } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve, tally } from './harness.ts';

const endpoints = { it: { path: '/', timeout: '10s' } };
const requests = ['it'];

describe('latency', () => {
  it('counts from the intended start, so that a stall shows in every request that it delays', async () => {
    let stalled = true;
    const held: (() => void)[] = [];
    const { url } = await serve((_, response) => {
      if (stalled) held.push(() => response.end());
      else response.end();
    });
    setTimeout(() => {
      stalled = false;
      for (const release of held) release();
    }, 500);
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 20,
      duration: '500ms',
      preAllocatedVUs: 2,
      maxVUs: 8,
      requests,
    };
    const { samples, scenarios } = await load({ url, endpoints, scenarios: { main: spec } });
    expect(tally(samples.map(({ outcome }) => outcome))).toEqual({ ok: 10 });
    expect(scenarios[0]?.maxVUsUsed).toBe(8);
    // Two of the ten found nobody free: they were sent late, and waited from their intended start on.
    const waited = samples.filter(({ started, intended }) => started - intended > 20);
    expect(waited).toHaveLength(2);
    for (const { intended, ended } of samples)
      expect(ended - intended).toBeGreaterThanOrEqual(500 - intended - 60);
  });

  it('drops what finds no free user and no room to wait', async () => {
    const { url, count } = await serve(() => {});
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 50,
      duration: '1s',
      preAllocatedVUs: 5,
      requests,
      gracefulStop: '100ms',
    };
    const { outcomes, samples, scenarios, generator } = await load({
      url,
      endpoints,
      scenarios: { main: spec },
    });
    expect(count()).toBe(5);
    expect(outcomes.cut).toBe(10);
    expect((outcomes.dropped ?? 0) + Math.round(generator.missedRate * 50)).toBe(40);
    expect(scenarios[0]?.dropped).toBe(outcomes.dropped);
    expect(samples.filter(({ outcome }) => outcome === 'dropped')[0]).toMatchObject({
      endpoint: 'it',
      status: 0,
    });
  });

  it('leaves warm-up out by the intended start', async () => {
    const { url } = await serve((_, response) => response.end());
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 100,
      duration: '600ms',
      warmup: '200ms',
      preAllocatedVUs: 50,
      requests,
    };
    const { samples } = await load({ url, endpoints, scenarios: { main: spec } });
    expect(tally(samples.map(({ phase }) => phase))).toEqual({ warmup: 20, load: 40 });
  });

  it('says what connecting took, once per connection', async () => {
    const { url } = await serve((_, response) => response.end());
    const spec: ScenarioInput = { executor: 'per-vu-iterations', vus: 1, iterations: 5, requests };
    const { samples } = await load({ url, endpoints, scenarios: { main: spec } });
    expect(samples.map(({ connect }) => connect !== undefined)).toEqual([true, false, false, false, false]);
    expect(
      samples.every(({ firstByte, started, ended }) => firstByte! >= started && firstByte! <= ended),
    ).toBe(true);
  });
});

describe('connections', () => {
  it.each(['GET', 'POST'])(
    'that the target closes after each answer are opened again, for %s',
    async (method) => {
      const { url } = await serve((_, response) => response.setHeader('connection', 'close').end('ok'));
      const spec: ScenarioInput = { executor: 'shared-iterations', vus: 3, iterations: 30, requests };
      const { outcomes, samples } = await load({
        url,
        endpoints: { it: { method, path: '/' } },
        scenarios: { main: spec },
      });
      expect(outcomes).toEqual({ ok: 30 });
      expect(samples.every(({ connect }) => connect !== undefined)).toBe(true);
    },
  );
});

describe('ends', () => {
  const endless: ScenarioInput = { executor: 'constant-vus', vus: 3, duration: '1m', requests };

  it('stop lets requests under way end', async () => {
    const { url } = await serve((_, response) => setTimeout(() => response.end(), 200));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const { outcomes, interrupted } = await load({
      url,
      endpoints,
      scenarios: { main: endless },
      stop: stop.signal,
    });
    expect(outcomes).toEqual({ ok: 3 });
    expect(interrupted).toBe(false);
  });

  it('gracefulStop cuts what does not end', async () => {
    const { url } = await serve(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const spec = { ...endless, gracefulStop: '150ms' };
    const { outcomes, samples } = await load({
      url,
      endpoints,
      scenarios: { main: spec },
      stop: stop.signal,
    });
    expect(outcomes).toEqual({ cut: 3 });
    expect(samples.every(({ ended, intended }) => ended - intended >= 150)).toBe(true);
  });

  it('abort cuts at once, in open loops too', async () => {
    const { url } = await serve(() => {});
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const { outcomes, interrupted, samples } = await load({
      url,
      endpoints,
      scenarios: {
        closed: endless,
        open: { executor: 'constant-arrival-rate', rate: 50, duration: '1m', preAllocatedVUs: 2, requests },
        never: { ...endless, startTime: '30s' },
      },
      abort: abort.signal,
    });
    expect(interrupted).toBe(true);
    expect(samples.filter(({ scenario }) => scenario === 'closed')).toHaveLength(3);
    expect(samples.filter(({ scenario, outcome }) => scenario === 'open' && outcome === 'cut')).toHaveLength(
      4,
    );
    expect(outcomes.cut).toBe(7);
  });

  it('maxRequests holds over all scenarios', async () => {
    const { url, count } = await serve((_, response) => response.end());
    const { samples, generator } = await load({
      url,
      endpoints,
      scenarios: { a: endless, b: { ...endless, executor: 'constant-vus' } },
      maxRequests: 50,
    });
    expect(count()).toBe(50);
    expect(samples).toHaveLength(50);
    expect(generator.notes.join()).toContain('maxRequests');
  });

  it('a target that comes and goes is measured, not thrown', async () => {
    const { url, server } = await serve((_, response) => response.end());
    setTimeout(() => {
      server.closeAllConnections();
      server.close();
    }, 150);
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 100,
      duration: '400ms',
      preAllocatedVUs: 40,
      requests,
    };
    const { outcomes } = await load({ url, endpoints, scenarios: { main: spec } });
    expect((outcomes.ok ?? 0) + (outcomes.network ?? 0)).toBe(40);
    expect(outcomes.network).toBeGreaterThan(0);
  });
});
