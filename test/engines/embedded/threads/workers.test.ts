import { describe, expect, it } from 'vitest';
import { openIdentities } from '../../../../src/identities/open.ts';
import { IdentityPool } from '../../../../src/model/identity.ts';
import type { ScenarioInput } from '../../../../src/model/scenario.ts';
import { serve, tally } from '../harness.ts';
import { loadInThreads } from './worker-harness.ts';

const settings = { requests: ['home'], gracefulStop: '5s' };
const endpoints = { it: { path: '/', identity: 'users' } };

/** A server that notes each request by path, query and token. */
async function noting() {
  const seen: { at: number; path: string; query: Record<string, string>; token: string }[] = [];
  const served = await serve(({ url = '', headers }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://server');
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    seen.push({ at: performance.now(), path: pathname, query: Object.fromEntries(searchParams), token });
    response.end('{}');
  });
  const most = (window: number, token?: string) => {
    const times = seen.filter((one) => token === undefined || one.token === token).map(({ at }) => at);
    return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + window).length));
  };
  return { ...served, seen, most };
}

const exact: readonly [string, ScenarioInput, number][] = [
  [
    'constant-arrival-rate',
    { executor: 'constant-arrival-rate', rate: 800, duration: '500ms', preAllocatedVUs: 100, ...settings },
    400,
  ],
  [
    'ramping-arrival-rate',
    {
      executor: 'ramping-arrival-rate',
      startRate: 0,
      stages: [
        { target: 800, duration: '250ms' },
        { target: 800, duration: '250ms' },
      ],
      preAllocatedVUs: 100,
      ...settings,
    },
    300,
  ],
  ['shared-iterations', { executor: 'shared-iterations', vus: 7, iterations: 500, ...settings }, 500],
  ['per-vu-iterations', { executor: 'per-vu-iterations', vus: 5, iterations: 20, ...settings }, 100],
];

describe('threads', () => {
  it.each(exact)('%s sends together exactly what it says', async (_, spec, requests) => {
    const { url, count } = await serve((_, response) => response.end('ok'));
    const { run, counted } = loadInThreads({ url, scenarios: { main: spec } }, { workers: 3 });
    const { scenarios, generator } = await run;
    expect(count()).toBe(requests);
    const { outcomes, windows } = counted();
    expect(outcomes).toEqual({ ok: requests });
    expect(new Set(windows.flatMap(({ series }) => series.map(({ key }) => key.phase)))).toEqual(
      new Set(['load']),
    );
    expect(scenarios).toMatchObject([{ name: 'main', iterations: requests, dropped: 0 }]);
    expect(generator.workers).toBe(3);
  });

  it('begin together, and share the users of a closed loop', async () => {
    const { url, count } = await serve((_, response) => setTimeout(() => response.end('ok'), 20));
    const spec: ScenarioInput = { executor: 'constant-vus', vus: 7, duration: '400ms', ...settings };
    const { run, counted } = loadInThreads({ url, scenarios: { main: spec } }, { workers: 3 });
    const { scenarios } = await run;
    expect(counted().outcomes).toEqual({ ok: count() });
    expect(count()).toBeLessThanOrEqual(7 * 21);
    expect(scenarios[0]?.maxVUsUsed).toBe(7);
  });

  it('run setup and teardown once, and give each user and row to one of them', async () => {
    const { url, seen } = await noting();
    const spec: ScenarioInput = {
      executor: 'per-vu-iterations',
      vus: 5,
      iterations: 4,
      data: { file: 'rows.csv' },
      identity: 'users',
      transcript: true,
      gracefulStop: '5s',
    };
    const data = Array.from({ length: 100 }, (_, row) => ({ row: String(row) }));
    const pools = { users: { kind: 'static', tokens: ['a'] } };
    const { run, counted } = loadInThreads(
      { url, scenarios: { main: { spec, data } }, pools, sizes: { users: 5 } },
      { workers: 3, script: 'counting.ts' },
    );
    await run;
    const asked = (path: string) => seen.filter((one) => one.path === path).map(({ query }) => query);
    const iterations = asked('/iteration');
    expect([asked('/setup').length, asked('/teardown')]).toEqual([1, [{ setup: '42' }]]);
    expect(tally(iterations.map(({ vu = '' }) => vu))).toEqual({ 1: 4, 2: 4, 3: 4, 4: 4, 5: 4 });
    expect(iterations.every(({ setup }) => setup === '42')).toBe(true);
    expect(new Set(iterations.map(({ row }) => row)).size).toBe(20);
    expect(new Set(iterations.map(({ thread }) => thread)).size).toBe(3);
    const { transcript, windows } = counted();
    expect(transcript.filter(({ endpoint }) => endpoint === '/iteration')).toHaveLength(20);
    const customs = windows.flatMap(({ customs }) => customs);
    expect(customs.reduce((sum, { count }) => sum + count, 0)).toBe(20);
  });

  it('keep each identity below its quota', async () => {
    const { url, seen, most } = await noting();
    const spec: ScenarioInput = {
      executor: 'constant-arrival-rate',
      rate: 400,
      duration: '1s',
      preAllocatedVUs: 60,
      requests: ['it'],
    };
    const pools = {
      users: { kind: 'static', tokens: ['a'], quota: { limit: 5, window: '300ms', scope: 'token' } },
    };
    const { run } = loadInThreads(
      { url, endpoints, pools, sizes: { users: 40 }, scenarios: { main: spec } },
      { workers: 4 },
    );
    const { generator } = await run;
    expect(generator.workers).toBe(4);
    const tokens = new Set(seen.map(({ token }) => token));
    expect(tokens.size).toBeGreaterThanOrEqual(30);
    for (const token of tokens) expect(most(300, token)).toBeLessThanOrEqual(5);
  });

  it('keep maxRate and maxRequests together', async () => {
    const { url, most, seen } = await noting();
    const spec: ScenarioInput = {
      executor: 'constant-vus',
      vus: 9,
      duration: '5s',
      ...settings,
      requests: ['it'],
    };
    const { run } = loadInThreads(
      {
        url,
        target: { maxRate: 100 },
        maxRequests: 120,
        endpoints: { it: { path: '/' } },
        scenarios: { main: spec },
      },
      { workers: 3 },
    );
    const { generator } = await run;
    expect(seen).toHaveLength(120);
    expect(most(900)).toBeLessThanOrEqual(102);
    expect(generator.notes.join()).toContain('maxRequests (120) is reached');
  });

  it('get tokens that serve once from the main thread, none of them twice', async () => {
    const { url, seen } = await noting();
    const users = { kind: 'jwt', key: 'k'.repeat(32), count: 6, oneTime: true };
    const identities = await openIdentities({
      pools: { users: IdentityPool.parse(users) },
      wallClock: Date.now,
      uuid: () => crypto.randomUUID(),
      secret: () => {},
    });
    const spec: ScenarioInput = { executor: 'shared-iterations', vus: 6, iterations: 300, requests: ['it'] };
    const { run, counted } = loadInThreads(
      { url, endpoints, pools: { users }, scenarios: { main: spec } },
      { workers: 2, identities },
    );
    await run;
    await identities.close();
    expect(counted().outcomes).toEqual({ ok: 300 });
    expect(new Set(seen.map(({ token }) => token)).size).toBe(300);
  });

  it('end at once when the run is aborted, with what was counted', async () => {
    const abort = new AbortController();
    const { url, count } = await serve(() => {
      if (count() === 4) abort.abort();
    });
    const spec: ScenarioInput = { executor: 'constant-vus', vus: 4, duration: '30s', ...settings };
    const { run, counted } = loadInThreads(
      { url, abort: abort.signal, scenarios: { main: spec } },
      { workers: 2 },
    );
    expect(await run).toMatchObject({ interrupted: true });
    expect(counted().outcomes).toEqual({ cut: 4 });
  });

  it('end when the run is aborted before they have begun', async () => {
    const { url, count } = await serve((_, response) => response.end());
    const abort = new AbortController();
    const spec: ScenarioInput = { executor: 'constant-vus', vus: 4, duration: '30s', ...settings };
    const { run } = loadInThreads({ url, abort: abort.signal, scenarios: { main: spec } }, { workers: 2 });
    abort.abort();
    expect(await run).toMatchObject({ interrupted: true, scenarios: [{ iterations: 0 }] });
    expect(count()).toBe(0);
  });

  it('end early when they are stopped', async () => {
    const stop = new AbortController();
    const { url, count } = await serve((_, response) => {
      response.end();
      if (count() === 100) stop.abort();
    });
    const spec: ScenarioInput = { executor: 'constant-vus', vus: 4, duration: '30s', ...settings };
    const { run, counted } = loadInThreads(
      { url, stop: stop.signal, scenarios: { main: spec } },
      { workers: 2 },
    );
    expect(await run).toMatchObject({ interrupted: false });
    expect(counted().outcomes).toEqual({ ok: count() });
  });
});
