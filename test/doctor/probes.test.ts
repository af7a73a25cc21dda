import { describe, expect, it } from 'vitest';
import { examine, exitCodeOf } from '../../src/doctor/examine.ts';
import { thisMachine } from '../../src/doctor/machine.ts';
import type { Machine, State } from '../../src/doctor/probe.ts';
import { PROBES } from '../../src/doctor/probes.ts';
import { versionIn } from '../../src/doctor/reading.ts';

const PROGRAMS: Readonly<Record<string, string>> = {
  k6: 'k6 v2.2.0 (go1.25.1, linux/amd64)\n',
  curl: 'curl 8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0 OpenSSL/3.0.13\nRelease-Date: 2023-12-06\n',
};

const able: Machine = {
  env: {},
  versions: { node: '24.1.0', openssl: '3.5.0' },
  processors: 8,
  openFiles: 65_536,
  packageVersion: () => '9.0.0',
  run: async (program) => ({ path: `/bin/${program}`, text: PROGRAMS[program] ?? '' }),
  offers: async () => true,
  binds: async () => true,
};

const running = (text: string) => async (program: string) => ({ path: `/bin/${program}`, text });

interface Row {
  readonly id: string;
  readonly machine: Partial<Machine>;
  readonly state: State;
  readonly found: string | RegExp;
}

const rows: readonly Row[] = [
  { id: 'node', machine: {}, state: 'ok', found: '24.1.0' },
  { id: 'node', machine: { versions: { node: '22.9.0' } }, state: 'missing', found: '22.9.0; 24 is wanted' },
  { id: 'k6', machine: {}, state: 'ok', found: '2.2.0 (/bin/k6)' },
  { id: 'k6', machine: { run: running('k6 v1.3.0') }, state: 'ok', found: '1.3.0 (/bin/k6)' },
  {
    id: 'k6',
    machine: { run: running('k6 v0.49.0 (go1.21)') },
    state: 'limited',
    found: '0.49.0 (/bin/k6); v1 or v2 is wanted',
  },
  {
    id: 'k6',
    machine: { run: running('Killed\u001b[2J') },
    state: 'limited',
    found: /tells no version: "Killed/,
  },
  { id: 'k6', machine: { run: async () => undefined }, state: 'missing', found: 'not on PATH' },
  { id: 'curl', machine: {}, state: 'ok', found: '8.5.0 (/bin/curl)' },
  {
    id: 'autocannon',
    machine: { packageVersion: () => undefined },
    state: 'missing',
    found: 'not installed',
  },
  { id: 'tls', machine: {}, state: 'ok', found: 'OpenSSL 3.5.0, offers TLS 1.0 and TLS 1.1' },
  {
    id: 'tls',
    machine: { offers: async (version) => version === 'TLSv1.1' },
    state: 'limited',
    found: 'OpenSSL 3.5.0, offers TLS 1.1',
  },
  { id: 'tls', machine: { offers: async () => false }, state: 'limited', found: /neither/ },
  { id: 'loopback', machine: { binds: async () => false }, state: 'missing', found: /127\.0\.0\.2/ },
  { id: 'processors', machine: { processors: 1 }, state: 'limited', found: '1' },
  { id: 'open files', machine: { openFiles: 1024 }, state: 'limited', found: '1024 at once' },
  { id: 'open files', machine: { openFiles: undefined }, state: 'ok', found: 'no limit' },
  { id: 'proxy', machine: {}, state: 'ok', found: 'none' },
  {
    id: 'proxy',
    machine: { env: { HTTPS_PROXY: 'http://me:secret@proxy.test:3128', NO_PROXY: 'a.test' } },
    state: 'ok',
    found: 'HTTPS_PROXY http://proxy.test:3128, not for "a.test"',
  },
  {
    id: 'proxy',
    machine: { env: { http_proxy: 'socks5://proxy.test' } },
    state: 'limited',
    found: /http_proxy/,
  },
];

describe('a probe', () => {
  it.each(rows)('of $id: $state', async ({ id, machine, state, found }) => {
    const findings = await examine({ ...able, ...machine }, PROBES);
    const finding = findings.find((it) => it.id === id);
    expect(finding).toMatchObject({
      state,
      found: typeof found === 'string' ? found : expect.stringMatching(found),
    });
  });

  it('has an id of its own, and says what it gives and how to get it', () => {
    expect(new Set(PROBES.map(({ id }) => id)).size).toBe(PROBES.length);
    for (const { gives, remedy } of PROBES) expect(Math.min(gives.length, remedy.length)).toBeGreaterThan(10);
  });
});

it.each([
  ['k6 v2.2.0 (go1.25)', '2.2.0'],
  ['curl 7.88.1-DEV x', '7.88.1-DEV'],
  ['1.2', undefined],
  ['', undefined],
])('the version in %j is %j', (text, version) => {
  expect(versionIn(text)).toBe(version);
});

it('only what everything needs keeps from running', async () => {
  const nothing: Machine = {
    ...able,
    run: async () => undefined,
    packageVersion: () => undefined,
    offers: async () => false,
    binds: async () => false,
    processors: 1,
    openFiles: 1,
  };
  expect(exitCodeOf(await examine(able, PROBES))).toBe(0);
  expect(exitCodeOf(await examine(nothing, PROBES))).toBe(0);
  expect(exitCodeOf(await examine({ ...able, versions: { node: '20.0.0' } }, PROBES))).toBe(4);
});

it('this machine is looked at as it is', async () => {
  const machine = thisMachine({ PATH: process.env.PATH });
  expect(machine.versions['node']).toBe(process.versions.node);
  expect(machine.packageVersion('zod')).toMatch(/^4\./);
  expect(machine.packageVersion('no-such-package')).toBeUndefined();
  expect(await machine.binds('127.0.0.1')).toBe(true);
  expect(await machine.binds('203.0.113.1')).toBe(false);
  expect(await machine.run('no-such-program', [])).toBeUndefined();
  const said = await machine.run('sh', ['-c', 'echo "sh v1.2.3"']);
  expect(said?.text).toBe('sh v1.2.3\n');
  const failed = await machine.run('sh', ['-c', 'exit 3']);
  expect(failed?.text).toContain('failed');
  expect(machine.openFiles === undefined || machine.openFiles > 0).toBe(true);
});
