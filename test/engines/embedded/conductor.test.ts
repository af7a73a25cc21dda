import { describe, expect, it } from 'vitest';
import { conduct } from '../../../src/engines/embedded/conductor.ts';
import type { Shard } from '../../../src/engines/embedded/shard.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { jobOf, type Setting } from './harness.ts';

const spec: ScenarioInput = {
  executor: 'shared-iterations',
  vus: 4,
  iterations: 4,
  requests: ['home'],
  gracefulStop: '1s',
};

/** Shards that do nothing and note what they are told, each load lasting some milliseconds. */
function shards(count: number, { lasts = 5, ended = true, fails = -1 } = {}) {
  const calls: string[] = [];
  const began: number[] = [];
  const made = Array.from({ length: count }, (_, index): Shard => {
    const end = Promise.withResolvers<void>();
    const note = (text: string) => void calls.push(`${index} ${text}`);
    return {
      async setup(name) {
        note(`setup ${name}`);
        return { ended, value: { for: name } };
      },
      async load(name, at, setup) {
        note(`load ${name} ${JSON.stringify(setup)}`);
        began.push(at);
        if (index === fails) throw new Error('the thread is gone');
        await Promise.race([end.promise, new Promise((resolve) => setTimeout(resolve, lasts))]);
      },
      async teardown(name) {
        note(`teardown ${name}`);
      },
      halt: () => note('halt'),
      end() {
        note('end');
        end.resolve();
      },
      async close() {
        note('close');
        return { health: HEALTH, scenarios: [outcome(`main`, index)] };
      },
    };
  });
  return { made, calls, began };
}

const HEALTH = {
  planned: 10,
  missed: 1,
  lag: [],
  eventLoopDelayP99: 2,
  cpuMs: 10,
  spunMs: 0,
  elapsedMs: 100,
  notes: [['a note', 1]],
} as const;

function outcome(name: string, index: number) {
  return {
    name,
    startedAt: index,
    endedAt: index,
    iterations: 10 + index,
    activeMs: 100 + index,
    queued: 0,
    dropped: 1,
    exceptions: { count: 1, messages: [`thrown in ${index}`] },
    maxVUsUsed: 2,
    throttledMs: 5,
  };
}

function conducted(made: readonly Shard[], scenarios: Setting['scenarios'], more: Partial<Setting> = {}) {
  const job = jobOf({ url: 'http://127.0.0.1:1', scenarios, ...more });
  const parts = job.scenarios.map(({ name }) => (name === 'small' ? 1 : made.length));
  return conduct({ job, shards: made, parts, headStart: 3 });
}

describe('a conductor', () => {
  it('sets up once, loads everywhere at one instant, and tears down once', async () => {
    const { made, calls, began } = shards(3);
    const { scenarios, generator } = await conducted(made, { main: spec });
    expect(calls).toEqual([
      '0 setup main',
      ...[0, 1, 2].map((index) => `${index} load main {"for":"main"}`),
      '0 teardown main',
      ...[0, 1, 2].map((index) => `${index} close`),
    ]);
    expect(new Set(began).size).toBe(1);
    expect(scenarios[0]).toMatchObject({
      startedAt: began[0],
      iterations: 33,
      activeMs: 102,
      dropped: 3,
      exceptions: { count: 3, messages: ['thrown in 0', 'thrown in 1', 'thrown in 2'] },
      maxVUsUsed: 6,
      throttledMs: 15,
    });
    expect(generator).toMatchObject({
      workers: 3,
      missedRate: 0.1,
      cpu: 0.1,
      eventLoopDelayP99: 2,
      notes: ['a note (3 times)'],
    });
  });

  it('lets scenarios run where they have parts, and wait for one another', async () => {
    const { made, calls } = shards(2);
    await conducted(made, { main: { ...spec, after: 'small' }, small: { ...spec, startTime: '20ms' } });
    expect(calls.filter((call) => /load|teardown/.test(call))).toEqual([
      '0 load small {"for":"small"}',
      '0 teardown small',
      '0 load main {"for":"main"}',
      '1 load main {"for":"main"}',
      '0 teardown main',
    ]);
  });

  it('begins nothing whose setup did not end', async () => {
    const { made, calls } = shards(2, { ended: false });
    await conducted(made, { main: spec });
    expect(calls).toEqual(['0 setup main', '0 close', '1 close']);
  });

  it('passes both signals on, and begins nothing after them', async () => {
    const abort = new AbortController();
    const stop = new AbortController();
    const { made, calls } = shards(2, { lasts: 10_000 });
    const late: ScenarioInput = { ...spec, startTime: '10s' };
    const running = conducted(made, { main: spec, late }, { abort: abort.signal, stop: stop.signal });
    setTimeout(() => stop.abort(), 30);
    setTimeout(() => abort.abort(), 60);
    expect(await running).toMatchObject({ interrupted: true });
    expect(calls.slice(3)).toEqual(['0 halt', '1 halt', '0 end', '1 end', '0 close', '1 close']);
  });

  it('rejects with the first shard that breaks down, once all have ended', async () => {
    const { made, calls } = shards(2, { fails: 1 });
    await expect(conducted(made, { main: spec })).rejects.toThrow('the thread is gone');
    expect(calls.slice(-4)).toEqual(['0 end', '1 end', '0 close', '1 close']);
  });
});
