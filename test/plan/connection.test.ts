import { describe, expect, test } from 'vitest';
import { PlanError } from '../../src/model/errors.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const url = 'http://127.0.0.1';

interface Settings {
  readonly canary?: object;
  readonly baseline?: object;
  readonly gates?: readonly string[];
}

function load({ canary = {}, baseline, gates = [] }: Settings) {
  const targets = {
    canary: { url, connection: canary },
    ...(baseline && { baseline: { url, connection: baseline } }),
  };
  const plan = {
    name: 'a',
    targets,
    endpoints: { home: { path: '/' } },
    scenarios: { steady: { executor: 'constant-vus', vus: 1, duration: '1s', requests: ['home'] } },
    gates,
  };
  return loadPlanData(plan, 'plan', { env: {}, cwd: '.' });
}

const problems = async (settings: Settings) => {
  const error = await load(settings).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof PlanError ? error.problems : [];
};

test('what a plan does not say of its connections', async () => {
  const { plan } = await loadPlanData({ name: 'a', targets: { canary: { url } } }, 'plan', {
    env: {},
    cwd: '.',
  });
  expect(plan.targets.canary.connection).toEqual({ protocol: 'auto', connectTimeout: 10_000 });
});

test('what a plan may say of its connections', async () => {
  const canary = {
    protocol: 'h2',
    maxAge: '1m',
    maxRequests: 100,
    connectTimeout: '2s',
    firstByteTimeout: '3s',
  };
  const { plan } = await load({ canary: { ...canary, idleTimeout: '500ms' } });
  expect(plan.targets.canary.connection).toEqual({
    protocol: 'h2',
    maxAge: 60_000,
    maxRequests: 100,
    connectTimeout: 2000,
    firstByteTimeout: 3000,
    idleTimeout: 500,
  });
});

test.each([
  ['protocol', 'http3'],
  ['maxRequests', 0],
  ['connectTimeout', '0s'],
  ['firstByteTimeout', 100],
  ['keepAlive', true],
])('%s of %j is refused', async (name, value) => {
  const paths = (await problems({ canary: { [name]: value } })).map(({ path }) => path);
  expect(paths).toEqual([`targets.canary.connection.${name}`]);
});

describe('a timeout at or below the bound of a gate', () => {
  const first = { firstByteTimeout: '200ms' };
  const lax = { firstByteTimeout: '201ms' };
  test.each([
    [{ canary: first }, 'p95(latency) <= 200ms', true],
    [{ canary: first }, 'p95(latency){endpoint=home} <= 0.3s', true],
    [{ canary: first }, 'p95(service) <= 200ms', true],
    [{ canary: first }, 'p99(ttfb) < 200ms', true],
    [{ canary: first }, 'p95(latency)[10s] <= 200ms', true],
    [{ canary: first }, 'p95(latency) <= 199ms', false],
    [{ canary: lax }, 'p95(latency) <= 200ms', false],
    // Only answered requests have a duration, so none is missed.
    [{ canary: first }, 'p95(duration) <= 200ms', false],
    [{ canary: { connectTimeout: '200ms' } }, 'p95(connect) <= 200ms', true],
    [{ canary: { connectTimeout: '200ms' } }, 'p95(latency) <= 200ms', false],
    [{ canary: { idleTimeout: '200ms' } }, 'p95(latency) <= 200ms', false],
    [{ baseline: first }, 'p95(latency) <= 200ms', true],
    [{ baseline: first }, 'p95(latency){arm=canary} <= 200ms', false],
    [{ baseline: first }, 'p95(latency){arm=baseline} <= 200ms', true],
  ])('%j, %s: refused %s', async (settings, gate, refused) => {
    const found = await problems({ ...settings, gates: [gate] });
    expect(found.map(({ path }) => path)).toEqual(refused ? ['gates[0]'] : []);
    if (refused) expect(found[0]?.message).toMatch(/times out .*at or below the bound/);
  });
});
