import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { serve, tally } from '../embedded/harness.ts';
import { fire } from './harness.ts';

const answeringIn = (milliseconds: number) =>
  serve(async (_, response) => {
    await delay(milliseconds);
    response.end('ok');
  });
const forever: ScenarioInput = { executor: 'constant-vus', vus: 3, duration: '60s', requests: ['home'] };

/** A signal that comes once a server has seen so many requests. */
function once(count: () => number, wanted: number, act: () => void): void {
  const timer = setInterval(() => {
    if (count() < wanted) return;
    clearInterval(timer);
    act();
  }, 1);
}

describe('a load', () => {
  it.each([
    { vus: 1, iterations: 7 },
    { vus: 4, iterations: 301 },
    { vus: 10, iterations: 3 },
  ])('of $iterations iterations by $vus users sends exactly that', async ({ vus, iterations }) => {
    const { url, count } = await serve((_, response) => response.end('ok'));
    const { samples, scenarios } = await fire({
      url,
      scenarios: { main: { executor: 'shared-iterations', vus, iterations, requests: ['home'] } },
    });
    expect(count()).toBe(iterations);
    expect(samples).toHaveLength(iterations);
    expect(scenarios[0]?.iterations).toBe(iterations);
  });

  it('lasts as long as it should, with as many users', async () => {
    const { url, count } = await answeringIn(20);
    const { samples, scenarios, outcomes } = await fire({
      url,
      scenarios: { main: { ...forever, vus: 5, duration: '600ms', warmup: '200ms' } },
    });
    expect(outcomes).toEqual({ ok: count() });
    expect(scenarios[0]?.maxVUsUsed).toBe(5);
    expect(scenarios[0]?.activeMs).toBeGreaterThanOrEqual(590);
    const phases = tally(samples.map(({ phase }) => phase));
    expect(phases.warmup).toBeGreaterThan(0);
    expect(phases.load).toBeGreaterThan(phases.warmup ?? 0);
  });

  it('that is stopped finishes what is under way', async () => {
    const { url, count } = await answeringIn(200);
    const stop = new AbortController();
    once(count, 3, () => stop.abort());
    const { outcomes, interrupted } = await fire({ url, stop: stop.signal, scenarios: { main: forever } });
    expect(outcomes).toEqual({ ok: 3 });
    expect(count()).toBe(3);
    expect(interrupted).toBe(false);
  });

  it.each(['stop', 'abort'] as const)('cuts what is under way: %s', async (signal) => {
    const { url, count } = await answeringIn(30_000);
    const controller = new AbortController();
    once(count, 3, () => controller.abort());
    const began = performance.now();
    const { outcomes, interrupted } = await fire({
      url,
      [signal]: controller.signal,
      scenarios: { main: { ...forever, gracefulStop: signal === 'stop' ? '100ms' : '60s' } },
    });
    expect(outcomes).toEqual({ cut: 3 });
    expect(interrupted).toBe(signal === 'abort');
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('ends with the plan’s maximum of requests', async () => {
    const { url, count } = await serve((_, response) => response.end('ok'));
    const { samples, generator } = await fire({ url, maxRequests: 50, scenarios: { main: forever } });
    expect(count()).toBe(50);
    expect(samples).toHaveLength(50);
    expect(generator.notes.join()).toContain('maxRequests (50)');
  });

  it('of several scenarios keeps their order', async () => {
    const { url } = await answeringIn(5);
    const iterations = { executor: 'shared-iterations' as const, vus: 2, iterations: 10, requests: ['home'] };
    const { samples, scenarios } = await fire({
      url,
      scenarios: { first: iterations, second: { ...iterations, after: 'first' } },
    });
    expect(scenarios.map(({ name, iterations: done }) => [name, done])).toEqual([
      ['first', 10],
      ['second', 10],
    ]);
    const ended = Math.max(...samples.filter((it) => it.scenario === 'first').map((it) => it.ended));
    for (const { started } of samples.filter((it) => it.scenario === 'second'))
      expect(started).toBeGreaterThanOrEqual(ended);
  });

  it('that is a flood is one caller, and ends when it is shut out for longer and longer', async () => {
    const callers = new Set<string | undefined>();
    let count = 0;
    const { url } = await serve((request, response) => {
      callers.add(request.headers.authorization);
      count += 1;
      if (count > 10) response.writeHead(429, { 'retry-after': String(count) });
      response.end();
    });
    const { samples, scenarios } = await fire({
      url,
      endpoints: { home: { path: '/', identity: 'users' } },
      pools: { users: { kind: 'static', tokens: ['a', 'b'], use: 'flood' } },
      sizes: { users: 2 },
      scenarios: { main: { ...forever, kind: 'flood' } },
    });
    expect([...callers]).toEqual(['Bearer token-users-flood-0']);
    expect(new Set(samples.map(({ phase }) => phase))).toEqual(new Set(['flood']));
    expect(scenarios[0]?.stopped).toContain('longer than the one before');
    expect(samples).toHaveLength(count);
  });

  it('says what it cannot tell', async () => {
    const { url } = await answeringIn(0);
    const { generator, samples } = await fire({
      url,
      scenarios: { main: { executor: 'shared-iterations', vus: 1, iterations: 1, requests: ['home'] } },
    });
    expect(generator.notes.join()).toContain('does not tell the time to connect');
    expect(samples[0]?.connect).toBeNaN();
  });
});
