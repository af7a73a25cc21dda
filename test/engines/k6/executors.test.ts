import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { describeWith } from '../../tools.ts';
import { serve, tally } from '../embedded/harness.ts';
import { begin, K6, load } from './harness.ts';

const home = { requests: ['home'] };

/** Each with the number of requests that it makes, as far as its settings alone tell. */
const executors: Readonly<Record<string, { readonly spec: ScenarioInput; readonly count?: number }>> = {
  constant: {
    spec: { executor: 'constant-arrival-rate', rate: 30, duration: '1s', preAllocatedVUs: 10, ...home },
    count: 30,
  },
  fraction: {
    spec: { executor: 'constant-arrival-rate', rate: 7.5, duration: '2s', preAllocatedVUs: 5, ...home },
    count: 15,
  },
  ramp: {
    spec: {
      executor: 'ramping-arrival-rate',
      startRate: 10,
      stages: [
        { target: 30, duration: '1s' },
        { target: 0, duration: '500ms' },
      ],
      preAllocatedVUs: 10,
      ...home,
    },
  },
  vus: { spec: { executor: 'constant-vus', vus: 2, duration: '1s', pause: '50ms', ...home } },
  crowd: {
    spec: {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [{ target: 3, duration: '1s' }],
      ...home,
      pause: '50ms',
    },
  },
  shared: { spec: { executor: 'shared-iterations', vus: 3, iterations: 20, ...home }, count: 20 },
  each: {
    spec: { executor: 'per-vu-iterations', vus: 3, iterations: 5, startTime: '500ms', ...home },
    count: 15,
  },
  after: {
    spec: { executor: 'shared-iterations', vus: 1, iterations: 4, after: 'first', ...home },
    count: 4,
  },
  first: { spec: { executor: 'shared-iterations', vus: 1, iterations: 6, ...home }, count: 6 },
};

describeWith(K6, import.meta.filename, 'executors of k6', () => {
  it('make as many requests as they should, and the target saw each of them', async () => {
    const { url, count } = await serve((_, response) => void setTimeout(() => response.end('ok'), 5));
    const { samples, scenarios, outcomes } = await load({
      url,
      scenarios: Object.fromEntries(Object.entries(executors).map(([name, { spec }]) => [name, spec])),
    });
    expect(outcomes.dropped ?? 0).toBe(0);
    expect(samples).toHaveLength(count());
    const counts = tally(samples.map(({ scenario }) => scenario));
    for (const [name, { count: wanted }] of Object.entries(executors))
      if (wanted !== undefined) expect([name, counts[name]]).toEqual([name, wanted]);
    expect(counts['ramp']).toBeGreaterThanOrEqual(27);
    expect(counts['ramp']).toBeLessThanOrEqual(29);
    for (const { name, iterations } of scenarios) expect([name, iterations]).toEqual([name, counts[name]]);
    const at = (name: string) => scenarios.find((scenario) => scenario.name === name)!;
    expect(at('after').startedAt).toBeGreaterThanOrEqual(at('first').endedAt);
    expect(at('each').startedAt - at('shared').startedAt).toBeGreaterThan(450);
    for (const { intended, started, ended } of samples) {
      expect(intended).toBeLessThanOrEqual(started);
      expect(ended).toBeGreaterThan(started);
    }
  });

  it('count latency from the instant at which a request was due, also after dropped arrivals', async () => {
    let isSlow = true;
    const { url } = await serve((_, response) => void setTimeout(() => response.end('ok'), isSlow ? 400 : 2));
    const running = begin({
      url,
      scenarios: {
        main: { executor: 'constant-arrival-rate', rate: 20, duration: '3s', preAllocatedVUs: 3, ...home },
      },
    });
    setTimeout(() => (isSlow = false), 1500);
    const { scenarios } = await running.run;
    const [main] = scenarios;
    const dropped = running.samples.filter(({ outcome }) => outcome === 'dropped');
    expect(dropped.length).toBeGreaterThan(3);
    expect(main?.dropped).toBe(dropped.length);
    expect(running.samples.length).toBeGreaterThanOrEqual(60);
    expect(running.samples.length).toBeLessThanOrEqual(61);
    expect(dropped[0]).toMatchObject({ endpoint: 'home', identityClass: 'anonymous', cause: 'no-free-vu' });
    // Each took its own instant: a shift by one would be 50 ms.
    const lags = running.samples.map(({ started, intended }) => started - intended).sort((a, b) => a - b);
    expect(lags[Math.floor(lags.length / 2)]).toBeLessThan(15);
    expect(main?.latencyFrom).toBeUndefined();
  });

  it('count latency from the actual start, and say so, where one of several processes drops arrivals', async () => {
    const { url } = await serve((_, response) => void setTimeout(() => response.end('ok'), 400));
    const { scenarios, samples, generator } = await load(
      {
        url,
        scenarios: {
          main: { executor: 'constant-arrival-rate', rate: 20, duration: '2s', preAllocatedVUs: 4, ...home },
        },
      },
      { job: { instances: 2 } },
    );
    const [main] = scenarios;
    expect(main?.dropped).toBeGreaterThan(3);
    expect(main?.latencyFrom).toBe('mixed');
    expect(generator.notes).toContainEqual(expect.stringContaining('main: latency = service'));
    expect(
      samples.filter(({ outcome, started, intended }) => outcome === 'ok' && started === intended).length,
    ).toBeGreaterThan(3);
  });

  it('cut what is under way at the end of gracefulStop, and count it', async () => {
    const { url, count } = await serve(() => {});
    const { outcomes, samples } = await load({
      url,
      scenarios: {
        main: { executor: 'constant-vus', vus: 3, duration: '500ms', gracefulStop: '500ms', ...home },
      },
    });
    expect(outcomes).toEqual({ cut: 3 });
    expect(count()).toBe(3);
    expect(samples[0]?.cause).toBe('cut');
  });

  it('warm-up counts for nothing, and floods are kept apart', async () => {
    const { url } = await serve((_, response) => void response.end('ok'));
    const { samples } = await load({
      url,
      scenarios: {
        main: {
          executor: 'constant-arrival-rate',
          rate: 20,
          duration: '1s',
          warmup: '500ms',
          preAllocatedVUs: 3,
          ...home,
        },
        flood: { executor: 'shared-iterations', kind: 'flood', vus: 1, iterations: 3, ...home },
      },
    });
    expect(tally(samples.map(({ scenario, phase }) => `${scenario} ${phase}`))).toEqual({
      'main warmup': 10,
      'main load': 10,
      'flood flood': 3,
    });
  });

  it.each(['stop', 'abort'] as const)('a %s ends it, and keeps what was measured', async (signal) => {
    const controller = new AbortController();
    const { url, count } = await serve((_, response) => void response.end('ok'));
    const running = begin({
      url,
      [signal]: controller.signal,
      scenarios: {
        main: { executor: 'constant-arrival-rate', rate: 50, duration: '30s', preAllocatedVUs: 3, ...home },
      },
    });
    while (running.samples.length < 20) await delay(20);
    controller.abort();
    const { interrupted, scenarios } = await running.run;
    expect(interrupted).toBe(signal === 'abort');
    expect(scenarios[0]?.iterations).toBe(running.samples.length);
    expect(count() - running.samples.length).toBeLessThanOrEqual(3);
  });

  it('no more requests are sent than the plan allows', async () => {
    const { url, count } = await serve((_, response) => void response.end('ok'));
    const { samples, scenarios } = await load({
      url,
      maxRequests: 50,
      scenarios: { main: { executor: 'constant-vus', vus: 3, duration: '1s', ...home } },
    });
    expect(count()).toBe(samples.length);
    expect(count()).toBeLessThanOrEqual(50);
    expect(scenarios[0]?.stopped).toContain('maximum of requests');
  });
});
