import { describe, expect, it } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve } from './harness.ts';

const requests = ['home'];
const settings = { requests, gracefulStop: '5s' };

const exact: readonly [string, ScenarioInput, number][] = [
  [
    'constant-arrival-rate',
    { executor: 'constant-arrival-rate', rate: 100, duration: '1s', preAllocatedVUs: 100, ...settings },
    100,
  ],
  [
    'constant-arrival-rate by another time unit',
    {
      executor: 'constant-arrival-rate',
      rate: 6,
      timeUnit: '100ms',
      duration: '500ms',
      preAllocatedVUs: 50,
      ...settings,
    },
    30,
  ],
  [
    'ramping-arrival-rate',
    {
      executor: 'ramping-arrival-rate',
      startRate: 0,
      stages: [
        { target: 100, duration: '500ms' },
        { target: 100, duration: '500ms' },
      ],
      preAllocatedVUs: 100,
      ...settings,
    },
    75,
  ],
  ['shared-iterations', { executor: 'shared-iterations', vus: 7, iterations: 50, ...settings }, 50],
  ['per-vu-iterations', { executor: 'per-vu-iterations', vus: 5, iterations: 20, ...settings }, 100],
];

describe('executors', () => {
  it.each(exact)('%s sends exactly what it says', async (executor, spec, requests) => {
    const { url, count } = await serve((_, response) => response.end('ok'));
    const { outcomes, scenarios, samples } = await load({ url, scenarios: { main: spec } });
    expect(count()).toBe(requests);
    expect(outcomes).toEqual({ ok: requests });
    expect(scenarios[0]).toMatchObject({ name: 'main', iterations: requests, dropped: 0 });
    expect(samples.every(({ intended, started, ended }) => intended <= started && started <= ended)).toBe(
      true,
    );
    expect(executor).toContain(spec.executor);
  });

  it('constant-vus keeps its users busy for its duration', async () => {
    const { url, count } = await serve((_, response) => setTimeout(() => response.end('ok'), 20));
    const spec: ScenarioInput = { executor: 'constant-vus', vus: 4, duration: '400ms', ...settings };
    const { outcomes, scenarios } = await load({ url, scenarios: { main: spec } });
    expect(outcomes).toEqual({ ok: count() });
    expect(count()).toBeGreaterThanOrEqual(4);
    expect(count()).toBeLessThanOrEqual(4 * 21);
    expect(scenarios[0]?.maxVUsUsed).toBe(4);
  });

  it('ramping-vus comes to its highest number of users and no higher', async () => {
    const { url, count } = await serve((_, response) => setTimeout(() => response.end('ok'), 10));
    const stages = [
      { target: 6, duration: '300ms' },
      { target: 6, duration: '200ms' },
      { target: 0, duration: '200ms' },
    ];
    const spec: ScenarioInput = { executor: 'ramping-vus', startVUs: 0, stages, ...settings };
    const { outcomes, scenarios } = await load({ url, scenarios: { main: spec } });
    expect(outcomes).toEqual({ ok: count() });
    expect(scenarios[0]?.maxVUsUsed).toBeLessThanOrEqual(6);
    expect(scenarios[0]?.maxVUsUsed).toBeGreaterThanOrEqual(4);
  });

  it('pauses between the iterations of a user, and latency leaves the pause out', async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    const spec: ScenarioInput = {
      executor: 'per-vu-iterations',
      vus: 2,
      iterations: 4,
      pause: '100ms',
      ...settings,
    };
    const { samples, scenarios } = await load({ url, scenarios: { main: spec } });
    expect(samples).toHaveLength(8);
    const { startedAt = 0, endedAt = 0 } = scenarios[0] ?? {};
    expect(endedAt - startedAt).toBeGreaterThanOrEqual(3 * 100 - 5);
    expect(samples.every(({ intended, started }) => started - intended < 90)).toBe(true);
  });

  it('ends iterations at maxDuration', async () => {
    const { url } = await serve((_, response) => setTimeout(() => response.end('ok'), 50));
    const spec: ScenarioInput = {
      executor: 'shared-iterations',
      vus: 1,
      iterations: 1000,
      maxDuration: '300ms',
      ...settings,
    };
    const { samples } = await load({ url, scenarios: { main: spec } });
    expect(samples.length).toBeGreaterThanOrEqual(1);
    expect(samples.length).toBeLessThanOrEqual(7);
  });

  it('runs several scenarios at once, later, and one after another', async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    const burst: ScenarioInput = { executor: 'shared-iterations', vus: 2, iterations: 10, ...settings };
    const { scenarios, samples } = await load({
      url,
      scenarios: {
        last: { ...burst, after: 'later' },
        first: burst,
        later: { ...burst, startTime: '200ms' },
      },
    });
    const started = Object.fromEntries(scenarios.map(({ name, startedAt }) => [name, startedAt]));
    const ended = Object.fromEntries(scenarios.map(({ name, endedAt }) => [name, endedAt]));
    expect(started['later']).toBeGreaterThanOrEqual(195);
    expect(started['last']).toBeGreaterThanOrEqual(ended['later'] as number);
    expect(samples).toHaveLength(30);
  });

  it('ends a circle of scenarios that wait for each other', async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    const burst: ScenarioInput = { executor: 'shared-iterations', vus: 1, iterations: 1, ...settings };
    const { samples } = await load({
      url,
      scenarios: { a: { ...burst, after: 'b' }, b: { ...burst, after: 'a' } },
    });
    expect(samples).toHaveLength(2);
  });
});
