import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { missing, needs, refusal } from '../../src/engines/capabilities.ts';
import { capabilityTable } from '../../src/engines/capability-table.ts';
import { engines } from '../../src/engines/index.ts';
import { ALONE, type Surroundings } from '../../src/engines/surroundings.ts';
import { Endpoint } from '../../src/model/endpoint.ts';
import { CAPABILITIES, type Capability, type LoadScenario } from '../../src/model/engine.ts';
import { IdentityPool } from '../../src/model/identity.ts';
import { Scenario } from '../../src/model/scenario.ts';
import { Target } from '../../src/model/target.ts';

const constant = { executor: 'constant-vus', vus: 1, duration: '1s', requests: ['home'] };
const closed = Scenario.parse(constant);
const open = Scenario.parse({
  executor: 'constant-arrival-rate',
  rate: 1,
  duration: '1s',
  preAllocatedVUs: 1,
  data: { file: 'a.csv' },
});
const script = { iteration: async () => {} } as never;

interface Row {
  readonly needed: Capability;
  readonly spec?: object;
  readonly endpoint?: object;
  readonly pool?: object;
  readonly target?: object;
  readonly around?: Partial<Surroundings>;
}

const identity = { identity: 'users' };
const quota = { limit: 1, window: '1s', scope: 'token' };
const users = { kind: 'static', tokens: ['a'] };

const SECURE = { url: 'https://127.0.0.1', tls: { insecure: true } };

const rows: readonly Row[] = [
  { needed: 'ramping', spec: { executor: 'ramping-vus', stages: [{ target: 2, duration: '1s' }] } },
  { needed: 'per-vu-iterations', spec: { executor: 'per-vu-iterations', vus: 1, iterations: 1 } },
  { needed: 'pause', spec: { ...constant, pause: '1s' } },
  { needed: 'data', spec: { ...constant, data: { file: 'a.csv' } } },
  { needed: 'expectations', endpoint: { expect: { headers: { etag: 'a' } } } },
  { needed: 'expectations', endpoint: { expect: { json: { $: { exists: true } } } } },
  { needed: 'head', endpoint: { method: 'HEAD' } },
  { needed: 'sse', endpoint: { stream: { terminal: { event: 'done' } } } },
  { needed: 'quotas', endpoint: identity, pool: { ...users, quota } },
  { needed: 'quotas', spec: { ...constant, identity: 'users' }, pool: { ...users, quota: [quota] } },
  { needed: 'max-rate', target: { maxRate: 5 } },
  { needed: 'http2', target: { ...SECURE, connection: { protocol: 'h2' } } },
  { needed: 'http2', around: { protocols: ['h1', 'h2'] } },
  { needed: 'verified-tls', target: { url: 'https://127.0.0.1' } },
  { needed: 'connection-limits', target: { connection: { maxAge: '1s' } } },
  { needed: 'server-names', target: { ...SECURE, tls: { insecure: true, servername: 'a.test' } } },
  { needed: 'single-use', target: { connection: { maxRequests: 1 } } },
  { needed: 'eddsa', endpoint: identity, pool: { kind: 'jwt', algorithm: 'EdDSA', key: 'a' } },
  { needed: 'proxy', around: { proxied: [proxied('http://proxy.test')] } },
  { needed: 'proxy', around: { proxied: [proxied('https://proxy.test')] } },
  { needed: 'local-address', around: { sourceAddresses: ['127.0.0.2'] } },
  { needed: 'several-scenarios', around: { scenarios: [one('a'), one('b')] } },
];

/** What asks for more than a proxy. */
const through: readonly Row[] = [
  {
    needed: 'proxied-address',
    around: { proxied: [proxied('http://proxy.test', { reach: { resolve: '10.0.0.1' } })] },
  },
  {
    needed: 'proxy-tls',
    around: { proxied: [proxied('https://proxy.test', { tls: { insecure: true } })] },
  },
  { needed: 'proxy-tls', around: { proxied: [proxied('https://proxy.test', { tls: { ca: 'ca.pem' } })] } },
];

/** What changes nothing. */
const idle: readonly Omit<Row, 'needed'>[] = [
  {},
  { endpoint: { expect: { status: 404 } } },
  { endpoint: identity, pool: users },
  { endpoint: identity, pool: { ...users, quota: { ...quota, endpoints: ['other'] } } },
  { target: SECURE },
  { target: { connection: { connectTimeout: '5s', protocol: 'h1' } } },
  { around: { protocols: ['h1'], scenarios: [one('a'), one('b', 'flood')] } },
];

function proxied(url: string, target: object = {}): Surroundings['proxied'][number] {
  return {
    target: Target.parse({ url: 'https://shop.test', ...target }),
    proxy: { url, variable: 'HTTPS_PROXY' },
  };
}

function one(name: string, kind = 'load'): LoadScenario {
  return { name, spec: Scenario.parse({ ...constant, kind }) };
}

function needsOf({ spec = constant, endpoint = {}, pool, target = {}, around }: Omit<Row, 'needed'>) {
  const requested = { requests: ['home'], ...spec };
  return needs(
    { name: 'a', spec: Scenario.parse(requested) },
    {
      ...ALONE,
      endpoints: { home: Endpoint.parse({ path: '/', ...endpoint }) },
      pools: pool ? { users: IdentityPool.parse(pool) } : {},
      targets: [Target.parse({ url: 'http://127.0.0.1', ...target })],
      ...around,
    },
  );
}

describe('capabilities', () => {
  it('follow from a scenario', () => {
    expect(needs({ name: 'a', spec: closed })).toEqual(['requests', 'closed-loop']);
    expect(needs({ name: 'b', spec: open, module: script })).toEqual([
      'iteration',
      'open-loop',
      'data',
      'cookies',
    ]);
  });

  it.each(rows)('$needed is needed by $spec $endpoint $pool $target $around', ({ needed, ...rest }) => {
    expect(needsOf(rest)).toEqual(
      CAPABILITIES.filter((it) => ['requests', 'closed-loop', needed].includes(it)),
    );
  });

  it.each(through)('$needed and a proxy are needed $around', ({ needed, ...rest }) => {
    expect(needsOf(rest)).toEqual(['requests', 'closed-loop', 'proxy', needed]);
  });

  it.each(idle)('nothing more is needed by $spec $endpoint $pool $target $around', (row) => {
    expect(needsOf(row)).toEqual(['requests', 'closed-loop']);
  });

  it('a flood keeps no quota', () => {
    const flood = { ...constant, kind: 'flood' };
    expect(needsOf({ spec: flood, endpoint: identity, pool: { ...users, quota } })).not.toContain('quotas');
  });

  it('a script may send to every endpoint as its quotas allow', () => {
    const around = {
      ...ALONE,
      endpoints: { home: Endpoint.parse({ path: '/', ...identity }) },
      pools: { users: IdentityPool.parse({ ...users, quota }) },
    };
    expect(needs({ name: 'b', spec: open, module: script }, around)).toContain('quotas');
  });

  it('that an engine lacks are named in the refusal, with the engines that have them', () => {
    const engine = { id: 'small', capabilities: new Set<Capability>(['requests', 'closed-loop']) };
    const able = ['embedded', 'k6', 'other'].map((id) => ({ id, capabilities: new Set(CAPABILITIES) }));
    const scripted = { name: 'b', spec: open, module: script };
    expect(missing({ name: 'a', spec: closed }, engine)).toEqual([]);
    expect(refusal({ name: 'a', spec: closed }, engine, ALONE, able)).toBeUndefined();
    const fact =
      'the engine "small" cannot run the scenario "b": it has no scripts, no open loops (arrival rates), no data files, no cookies of virtual users';
    expect(refusal(scripted, engine)).toBe(fact);
    expect(refusal(scripted, engine, ALONE, [engine])).toBe(fact);
    expect(refusal(scripted, engine, ALONE, [engine, able[0]!])).toBe(`${fact}; embedded can`);
    expect(refusal(scripted, engine, ALONE, [able[0]!, able[1]!])).toBe(`${fact}; embedded and k6 can`);
    expect(refusal(scripted, engine, ALONE, able)).toBe(`${fact}; embedded, k6 and other can`);
  });

  it('of the embedded engine are enough for every executor', () => {
    const [embedded] = engines;
    for (const spec of [closed, open])
      for (const module of [undefined, script])
        expect(refusal({ name: 'x', spec, ...(module ? { module } : {}) }, embedded!)).toBeUndefined();
  });

  it('engines have ids of their own', () => {
    expect(new Set(engines.map(({ id }) => id)).size).toBe(engines.length);
  });
});

describe('the table', () => {
  const PAGE = new URL('../../docs/engines.md', import.meta.url);
  const PART = /(?<=<!-- capabilities -->\n)[\s\S]*(?=<!-- \/capabilities -->)/;

  it('has a line for each capability, and a column for each engine', () => {
    const small = { id: 'small', capabilities: new Set<Capability>(['requests']) };
    const lines = capabilityTable([small]).trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual(['| can do | `small` |', '| --- | --- |', '| static requests | yes |']);
    expect(lines.slice(3)).toHaveLength(CAPABILITIES.length - 1);
    expect(lines.slice(3).every((line) => line.endsWith('| - |'))).toBe(true);
  });

  it('of docs/engines.md is what the engines declare (UPDATE_DOCS=1 writes it)', async () => {
    const page = await readFile(PAGE, 'utf8');
    const table = capabilityTable(engines);
    if (process.env['UPDATE_DOCS'])
      await writeFile(
        PAGE,
        page.replace(PART, () => table),
      );
    else expect(PART.exec(page)?.[0]).toBe(table);
  });
});
