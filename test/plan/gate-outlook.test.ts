import { expect, test } from 'vitest';
import { gateOutlooks, hopeless } from '../../src/plan/gate-outlook.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const arrival = { executor: 'constant-arrival-rate', rate: 50, duration: '20s', preAllocatedVUs: 50 };

async function outlook(gate: string, scenarios: object, more: object = {}) {
  const plan = {
    name: 'a',
    targets: { canary: { url: 'http://127.0.0.1' } },
    endpoints: { home: { path: '/' }, other: { path: '/other' } },
    signals: { pool: { endpoint: 'home', json: '$.pool' } },
    scenarios,
    ...(gate.includes('->') ? { triggers: [gate] } : { gates: [gate] }),
    ...more,
  };
  const loaded = await loadPlanData(plan, 'plan', { env: {}, cwd: import.meta.dirname });
  return gateOutlooks(loaded)[0]!;
}

const steady = { s: { ...arrival, requests: ['home', 'other'] } };

test.each([
  ['rate(5xx) <= 0.5%', steady, 'enough', 1000, 598],
  ['rate(5xx){endpoint=home} <= 0.5%', steady, 'short', 500, 598],
  ['availability >= 99.9%', steady, 'short', 1000, 2995],
  ['p95(latency) <= 300ms', steady, 'enough', 1000, 59],
  ['rate(5xx) <= 0.5%', { s: { ...arrival, warmup: '10s', requests: ['home'] } }, 'short', 500, 598],
  [
    'rate(5xx) <= 0.5%',
    { s: { executor: 'constant-vus', vus: 1, duration: '9s', requests: ['home'] } },
    'open',
    0,
    598,
  ],
  ['count(5xx) == 0', steady, 'plain', 1000, null],
  ['rate(5xx)[1m] > 1% for 10m -> rollback', steady, 'too_long', 1000, null],
  ['burn(availability, 99.9%, 30d)[1h,5m] > 14.4 -> rollback', steady, 'too_long', 1000, null],
])('%s under %j is %s', async (gate, scenarios, state, requests, needed) => {
  const found = await outlook(gate, scenarios);
  expect(found).toMatchObject({ state, expected: { requests }, needed });
});

test('signals are no requests', async () => {
  expect(await outlook('signal(pool) <= 1', steady)).toMatchObject({ state: 'plain', expected: null });
});

test('chances: certain when nothing is bad, small near the bound', async () => {
  const { chance } = await outlook('rate(5xx) <= 0.5%', steady);
  expect(chance?.clean).toBe(1);
  expect(chance?.half).toBeGreaterThan(0);
  expect(chance?.half).toBeLessThan(0.5);
});

test('a point comparison needs no number of requests', async () => {
  expect(await outlook('rate(5xx) <= 0.5%', steady, { run: { proof: 'point' } })).toMatchObject({
    state: 'plain',
    needed: null,
  });
});

test('only gates that block make a plan hopeless', async () => {
  const short = await outlook('availability >= 99.99%', steady);
  expect(hopeless([short])).toHaveLength(1);
  expect(hopeless([{ ...short, level: 'warn' }])).toHaveLength(0);
});
