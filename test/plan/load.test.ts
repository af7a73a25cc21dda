import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { PlanError } from '../../src/model/errors.ts';
import { loadPlan, loadPlanData } from '../../src/plan/load.ts';

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url));
const KNOWN = { checks: [], reporters: ['junit', 'markdown'] };
const options = { env: {}, cwd: FIXTURES, known: KNOWN };

const BASE = {
  name: 'a',
  targets: { canary: { url: 'http://127.0.0.1' } },
  identities: {
    users: { kind: 'jwt', key: 'secret-key' },
    fixed: { kind: 'static', tokens: ['token-one'] },
    tenant: { kind: 'jwt', key: 'secret-key', tenant: 't1' },
  },
  endpoints: { home: { path: '/' }, item: { path: '/items/{id}' }, slow: { path: '/slow', timeout: '1s' } },
};
const steady = { executor: 'constant-vus', vus: 1, duration: '1s', requests: ['home'] };

async function problems(plan: string | object) {
  const loading =
    typeof plan === 'string' ? loadPlan(plan, options) : loadPlanData({ ...BASE, ...plan }, 'plan', options);
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(PlanError);
  return (error as PlanError).problems;
}

test.each([
  [{ scenarios: { s: { ...steady, requests: ['hom'] } } }, 'scenarios.s.requests[0]', /Did you mean "home"/],
  [{ scenarios: { s: { ...steady, after: 't' } } }, 'scenarios.s.after', /no scenario "t"/],
  [{ scenarios: { s: { ...steady, after: 's' } } }, 'scenarios.s.after', /waits for itself/],
  [{ scenarios: { s: { ...steady, identity: 'user' } } }, 'scenarios.s.identity', /Did you mean "users"/],
  [{ scenarios: { s: { ...steady, requests: undefined } } }, 'scenarios.s', /nothing to do/],
  [
    { scenarios: { s: { ...steady, module: './browse.mjs' } } },
    'scenarios.s',
    /both requests and an iteration/,
  ],
  [{ scenarios: { s: './none.mjs' } }, 'scenarios.s', /no file "\.\/none\.mjs"/],
  [{ scenarios: { s: './browse.mjs#brows' } }, 'scenarios.s', /Did you mean "browse"/],
  [{ scenarios: { s: './wrong.mjs' } }, 'scenarios.s.duration', /is missing/],
  [
    { scenarios: { s: { ...steady, requests: ['item'] } } },
    'scenarios.s.requests[0]',
    /fills the slot \{id\}/,
  ],
  [
    { scenarios: { s: { ...steady, data: { file: 'none.csv' } } } },
    'scenarios.s.data.file',
    /no file none\.csv/,
  ],
  [
    { scenarios: { s: { ...steady, data: { file: 'object.json' } } } },
    'scenarios.s.data.file',
    /list of objects/,
  ],
  [{ endpoints: { home: { path: '/', identity: 'nobody' } } }, 'endpoints.home.identity', /no identity/],
  [
    { endpoints: { home: { path: '/', expect: { json: { '$[': 1 } } } } },
    'endpoints.home.expect.json["$["]',
    /JSONPath/,
  ],
  [
    { endpoints: { home: { path: '/', expect: { body: { matches: '(' } } } } },
    'endpoints.home.expect.body.matches',
    /regular/,
  ],
  [{ signals: { s: { json: '$.a' } } }, 'signals.s', /no source/],
  [{ signals: { s: { json: '$.a', endpoint: 'hom' } } }, 'signals.s.endpoint', /Did you mean "home"/],
  [{ policy: { cors: { endpoint: 'hom', origins: [] } } }, 'policy.cors.endpoint', /Did you mean "home"/],
  [
    { policy: { cors: { endpoint: 'home', origins: [], also: ['hom'] } } },
    'policy.cors.also[0]',
    /Did you mean "home"/,
  ],
  [
    { policy: { cors: { endpoint: 'home', origins: ['https://a.example/'] } } },
    'policy.cors.origins[0]',
    /no origin as browsers send it/,
  ],
  [
    { policy: { cors: { endpoint: 'home', origins: [], subdomains: ['*.a.example'] } } },
    'policy.cors.subdomains[0]',
    /pattern such as/,
  ],
  [{ policy: { jwt: { endpoint: 'home', identity: 'fixed' } } }, 'policy.jwt.identity', /kind static/],
  [
    { identities: { two: { kind: 'static', tokens: ['token-a', 'token-a'], use: ['load', 'check'] } } },
    'identities.two.tokens[1]',
    /same as tokens\[0\]/,
  ],
  [{ policy: { cache: { hom: 'private' } } }, 'policy.cache.hom', /no endpoint/],
  [
    {
      policy: {
        limits: [{ name: 'l', endpoint: 'home', quota: 1, window: '1s', scope: 'ip', exempt: ['helth'] }],
      },
    },
    'policy.limits[0].exempt[0]',
    /no endpoint/,
  ],
  [
    { policy: { authFailures: [{ endpoint: 'home', identity: 'nobody', quota: 1, window: '1s' }] } },
    'policy.authFailures[0].identity',
    /no identity/,
  ],
  [
    {
      policy: {
        tenancy: {
          resources: [{ name: 'r', path: '/', owner: 'tenant', intruder: 'tenant', marker: 'abcd' }],
        },
      },
    },
    'policy.tenancy.resources[0].intruder',
    /same tenant/,
  ],
  [
    { targets: { canary: { url: 'https://127.0.0.1', tls: { ca: 'no.pem' } } } },
    'targets.canary.tls.ca',
    /no file/,
  ],
  [{ gates: ['p95(latency) <= 5 parsecs'] }, 'gates[0]', /./],
  [
    {
      scenarios: { s: { ...steady, requests: ['slow'] } },
      gates: ['rate(5xx) <= 1%', 'p95(latency){endpoint=slow} <= 1s'],
    },
    'gates[1]',
    /times out/,
  ],
  [
    { scenarios: { s: steady }, gates: ['p95(latency){endpoint=slow} <= 500ms'] },
    'gates[0]',
    /no load scenario calls "slow"/,
  ],
  [{ triggers: ['rate(5x) > 1%'] }, 'triggers[0]', /Did you mean "5xx"/],
  [{ reports: ['junitt'] }, 'reports[0]', /Did you mean "junit"/],
])('%j is refused at %s', async (plan, path, message) => {
  const found = (await problems(plan)).find((problem) => problem.path === path);
  expect(found?.message).toMatch(message);
});

test('mistakes of every sort are told at once, with their lines', async () => {
  const found = await problems('three-mistakes.yaml');
  expect(found.map(({ path, line }) => [path, line])).toEqual([
    ['targets.canary.url', 4],
    ['scenarios.steady.duration', 11],
    ['scenarios.steady.requests[0]', 13],
    ['gates[0]', 15],
  ]);
});

test('a definition that is wrong itself is not also called missing', async () => {
  const found = await problems({
    endpoints: { home: { path: 'no-slash' } },
    scenarios: { s: steady },
    gates: ['p95(latency){endpoint=home} <= 1s'],
  });
  expect(found.map(({ path }) => path)).toEqual(['endpoints.home.path']);
});

test('a secret that is wrong is not shown', async () => {
  const plan = { ...BASE, identities: {}, targets: { canary: { url: '${API_TOKEN}' } } };
  const loading = loadPlanData(plan, 'plan', { ...options, env: { API_TOKEN: 'hunter2-hunter2' } });
  const { problems: found } = (await loading.catch((error: unknown) => error)) as PlanError;
  expect(JSON.stringify(found)).not.toContain('hunter2');
  expect(found[0]?.message).toContain('«API_TOKEN»');
});

test('a right plan comes with everything that it refers to', async () => {
  const loaded = await loadPlan('right.yaml', { ...options, env: { RATE_KEY: 'a-key-from-outside' } });
  const [steadyLoad, browse] = loaded.scenarios;
  expect(steadyLoad?.data).toEqual([
    { id: '1', name: 'one' },
    { id: '2', name: 'two, with a comma' },
  ]);
  expect(typeof browse?.module?.iteration).toBe('function');
  expect(browse).toMatchObject({ moduleExport: 'default', spec: { executor: 'constant-vus', vus: 2 } });
  expect(browse?.moduleUrl).toMatch(/^file:.*browse\.mjs$/);
  expect(loaded.plan.scenarios.browse).toMatchObject({ vus: 2 });
  expect(loaded.secrets).toContainEqual({ value: 'a-key-from-outside', name: 'RATE_KEY' });
  expect(loaded.gates.map(({ expression }) => expression)).toContain('p95(latency) <= 300ms');
  expect(loaded.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('a module without requests or iteration, or with a function alone', async () => {
  const loaded = await loadPlanData(
    {
      ...BASE,
      scenarios: { s: { executor: 'constant-vus', vus: 1, duration: '1s', module: './browse.mjs#step' } },
    },
    'plan',
    options,
  );
  expect(typeof loaded.scenarios[0]?.module?.iteration).toBe('function');
});

const TYPED_PLAN = `import { definePlan } from 'canary-gate';
export default definePlan({
  name: 'typed',
  targets: { canary: { url: 'http://127.0.0.1:1' } },
  endpoints: { home: { path: '/' } },
  scenarios: { browse: './browse.ts' },
});`;

const TYPED_SCENARIO = `import { scenario, type Context } from 'canary-gate';
export default scenario({
  executor: 'per-vu-iterations', vus: 1, iterations: 1,
  async iteration(ctx: Context) { await ctx.http.get('/'); },
});`;

test("a user's TypeScript plan may import canary-gate where it is not installed", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'canary-typed-'));
  writeFileSync(join(folder, 'canary.plan.ts'), TYPED_PLAN);
  writeFileSync(join(folder, 'browse.ts'), TYPED_SCENARIO);
  const loader = new URL('../../src/plan/load.ts', import.meta.url).href;
  const script = `
    const { loadPlan } = await import(${JSON.stringify(loader)});
    const { plan, scenarios } = await loadPlan('canary.plan.ts', { env: {}, cwd: ${JSON.stringify(folder)} });
    process.stdout.write(JSON.stringify([plan.name, typeof scenarios[0].module.iteration]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(JSON.parse(stdout)).toEqual(['typed', 'function']);
  rmSync(folder, { recursive: true });
});
