import { expect, test } from 'vitest';
import { identityCount } from '../../src/engines/embedded/quota.ts';
import { Scenario } from '../../src/model/scenario.ts';
import { identityCounts, identityNeeds, identityProblems } from '../../src/plan/identities.ts';
import { Plan } from '../../src/plan/schema.ts';

const arrival = { executor: 'constant-arrival-rate', rate: 10, duration: '10s', preAllocatedVUs: 5 };

function setUp(pool: object, scenarios: Record<string, object>, more: object = {}) {
  const plan = Plan.parse({
    name: 'a',
    targets: { canary: { url: 'http://127.0.0.1' } },
    endpoints: { e: { path: '/', identity: 'users' }, open: { path: '/open' } },
    identities: { users: pool },
    ...more,
  });
  const resolved = Object.entries(scenarios).map(([name, spec]) => ({
    name,
    spec: Scenario.parse({ ...arrival, requests: ['e'], ...spec }),
  }));
  return [plan, resolved] as const;
}

const quota = { limit: 60, window: '1m', scope: 'token' };

test.each([
  ['10/s under 60 a minute', {}, quota, 11],
  ['half of the requests count', { requests: ['e', 'open'] }, quota, 6],
  ['only the endpoint of the quota counts', {}, { ...quota, endpoints: ['open'] }, 1],
])('%s', (_name, spec, limited, needed) => {
  const [plan, scenarios] = setUp({ kind: 'jwt', key: 'k', quota: limited }, { s: spec });
  expect(identityNeeds(plan, scenarios)[0]?.needed).toBe(needed);
});

test('a closed loop of 120 iterations under 60 a minute', () => {
  const [plan] = setUp({ kind: 'jwt', key: 'k', quota }, {});
  const spec = Scenario.parse({ executor: 'shared-iterations', vus: 3, iterations: 120, requests: ['e'] });
  expect(identityNeeds(plan, [{ name: 's', spec }])[0]?.needed).toBe(3);
});

test.each([1, 10, 54.5, 100, 1000])('the engine reckons the same for %d/s', (rate) => {
  const pool = { kind: 'jwt', key: 'k', quota };
  const [plan, scenarios] = setUp(pool, { s: { rate } });
  expect(identityNeeds(plan, scenarios)[0]?.needed).toBe(identityCount(plan.identities.users!, rate));
});

test('scenarios at the same time add up, one after the other they do not', () => {
  const pool = { kind: 'jwt', key: 'k', quota };
  const rate = (b: object) => identityNeeds(...setUp(pool, { a: {}, b }))[0]?.rate;
  expect(rate({})).toBe(20);
  expect(rate({ after: 'a' })).toBe(10);
  expect(rate({ kind: 'flood' })).toBe(10);
});

test('pools that mint make as many as are needed', () => {
  const counts = identityCounts(...setUp({ kind: 'jwt', key: 'k', quota }, { s: {} }));
  expect(counts).toEqual({ users: 11 });
});

test('a pool that is too small is refused, with the arithmetic', () => {
  const [problem, ...others] = identityProblems(
    ...setUp({ kind: 'static', tokens: ['a', 'b'], quota }, { s: {} }),
  );
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ path: 'identities.users' });
  expect(problem?.message).toMatch(/^11 identities .* there are 2: 10\/s x 1m \/ 60 x 1.1/);
});

test('a quota by address asks for source addresses', () => {
  const pool = { kind: 'jwt', key: 'k', quota: { ...quota, scope: 'ip' } };
  expect(identityProblems(...setUp(pool, { s: {} }))[0]?.path).toBe('sourceAddresses');
  const sourceAddresses = Array.from({ length: 11 }, (_, index) => `127.0.0.${index + 2}`);
  expect(identityProblems(...setUp(pool, { s: {} }, { sourceAddresses }))).toEqual([]);
});

test('a closed loop waits for room: a small pool is no problem there', () => {
  const [plan] = setUp({ kind: 'static', tokens: ['a'], quota }, {});
  const spec = Scenario.parse({ executor: 'per-vu-iterations', vus: 5, iterations: 90, requests: ['e'] });
  expect(identityProblems(plan, [{ name: 's', spec }])).toEqual([]);
});

test('a pool with one use serves no other', () => {
  const pool = { kind: 'static', tokens: ['a'], use: 'check' };
  const limits = [{ name: 'l', endpoint: 'e', identity: 'users', quota: 5, window: '1s', scope: 'token' }];
  const paths = (use: string) =>
    identityProblems(...setUp({ ...pool, use }, { s: {} }, { policy: { limits } })).map(({ path }) => path);
  expect(paths('check')).toEqual(['scenarios.s']);
  expect(paths('load')).toEqual(['policy.limits[0].identity']);
});
