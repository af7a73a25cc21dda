import { expect, test } from 'vitest';
import { identityCount } from '../../src/engines/pacing/quota.ts';
import { Scenario } from '../../src/model/scenario.ts';
import { identityCounts, identityNeeds, identityProblems } from '../../src/plan/identities.ts';
import { problemsOf } from '../../src/plan/issues.ts';
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

test("only the load's share of a pool with several uses counts", () => {
  const pool = { kind: 'static', tokens: Array.from('abcdefghijkl'), quota };
  expect(identityProblems(...setUp(pool, { s: {} }))).toEqual([]);
  const dealt = { ...pool, use: ['check', 'load', 'flood'] };
  expect(identityNeeds(...setUp(dealt, { s: {} }))[0]?.available).toBe(4);
  expect(identityProblems(...setUp(dealt, { s: {} }))[0]?.message).toMatch(
    /there are 4 for the load \(of 12\)/,
  );
});

const LIMITS = [{ name: 'l', endpoint: 'e', identity: 'users', quota: 5, window: '1s', scope: 'token' }];

test.each<[string | string[], number, string[], RegExp?]>([
  ['check', 9, ['scenarios.s'], /use: \[check, load\] in identities\.users/],
  ['load', 9, ['policy.limits[0].identity'], /^use: \[load, check\] in identities\.users/],
  ['load', 1, ['policy.limits[0].identity'], /^use: \[load, check\] and tokens: 2 or more in /],
  [['flood', 'load'], 9, ['policy.limits[0].identity'], /^use: \[flood, load, check\] in /],
  [['load', 'check'], 1, ['policy.limits[0].identity'], /^tokens: 2 or more in /],
  [['load', 'check'], 2, []],
  ['flood', 9, ['scenarios.s', 'policy.limits[0].identity']],
])('a pool with use %j and %d tokens is refused at %j', (use, count, paths, allowed = /^/) => {
  const pool = { kind: 'static', tokens: Array.from({ length: count }, () => 'a'), use };
  const found = identityProblems(...setUp(pool, { s: {} }, { policy: { limits: LIMITS } }));
  expect(found.map(({ path }) => path)).toEqual(paths);
  expect(found[0]?.allowed ?? '').toMatch(allowed);
});

test.each([
  ['chek', /"load" or "check" or "flood" or a list is wanted/],
  [[], /one use at least/],
  [['load', 'load'], /each use is listed once/],
  [['load', 'chek'], /not one of the choices. Did you mean "check"/],
])('use: %j is refused', (use, message) => {
  const { error } = Plan.safeParse({ identities: { users: { kind: 'command', command: ['a'], use } } });
  const issues = error!.issues.filter(({ path }) => path.includes('use'));
  const told = problemsOf(issues, { identities: { users: { use } } });
  expect(told.map((problem) => problem.message).join()).toMatch(message);
});
