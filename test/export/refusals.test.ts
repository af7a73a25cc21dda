import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operatorSettings } from '../../src/cli/export-manifests.ts';
import { cli } from '../cli/cli.ts';
import { guarded, planFolder, SECRETS } from './plan.ts';

let service: Awaited<ReturnType<typeof guarded>>;
let plan: ReturnType<typeof planFolder>;

beforeAll(async () => {
  service = await guarded();
  plan = planFolder(service.url);
});

afterAll(async () => {
  plan.remove();
  await service.close();
});

const OPERATOR = ['export', 'k6-operator'];

test.each([
  [['export'], 'canary-gate export <target>'],
  [['export', 'k7'], 'Did you mean "k6"?'],
  [['export', 'artillery'], 'allowed: k6, k6-operator'],
  [['export', 'k6', 'nothing.yaml'], 'there is no such file'],
  [['export', 'k6', '--parallelism', '2'], 'canary-gate export k6-operator'],
  [['export', 'k6', '--floods'], 'no scenario of the kind "flood"'],
  [OPERATOR, '--parallelism is wanted'],
  [[...OPERATOR, '--parallelism', 'two'], 'from 1 on'],
  [[...OPERATOR, '--parallelism', '1000'], '10 at most'],
])('%j is refused with exit code 2', async (args, text) => {
  const { code, stdout, stderr } = await cli(args, { cwd: plan.folder, env: SECRETS });
  expect(stderr).toContain(text);
  expect(stdout).toBe('');
  expect(code).toBe(2);
  expect(service.answers).toEqual([]);
});

const FLAGS = {
  target: 'k6-operator',
  plan: undefined,
  floods: false,
  json: false,
  quiet: false,
  debug: false,
};

test.each([
  [{ parallelism: 0 }, '--parallelism: a whole number from 1 on'],
  [{ parallelism: 1.5 }, '--parallelism: a whole number from 1 on'],
  [{ results: 'disk:x' }, 'volume:<claim> or prometheus:<url>'],
  [{ results: 'volume:' }, 'volume claim'],
  [{ results: 'volume:A' }, 'volume claim'],
  [{ results: 'prometheus:prom' }, 'a URL such as'],
  [{ results: 'prometheus:http://u:p@h' }, 'no credentials in the URL'],
  [{ image: 'grafana/k6' }, 'a pinned image'],
  [{ image: 'host:5000/k6' }, 'a pinned image'],
  [{ image: 'grafana/k6:latest' }, 'never latest'],
  [{ name: 'No_Name' }, '--name: lower-case'],
  [{ name: 'x'.repeat(41) }, '40 at most'],
  [{ namespace: 'a.b' }, '--namespace: lower-case'],
  [{ secret: 'A' }, '--secret: lower-case'],
])('%j makes no manifest', (more, text) => {
  const flags = { ...FLAGS, parallelism: 2, ...more } as unknown as Parameters<typeof operatorSettings>[0];
  expect(() => operatorSettings(flags, 'run')).toThrow(text);
});

const endpoints = {
  home: { path: '/' },
  signed: { path: '/signed', identity: 'keyed' },
};
const once = { executor: 'shared-iterations', vus: 1, iterations: 1 };

describe('a plan', () => {
  test.each([
    [
      'with scenarios that k6 cannot express',
      {
        identities: { keyed: { kind: 'jwt', algorithm: 'EdDSA', key: 'a key' } },
        endpoints,
        scenarios: { fine: { ...once, requests: ['home'] }, edwards: { ...once, requests: ['signed'] } },
      },
      'cannot run the scenario "edwards"',
    ],
    [
      'with a key that fits no algorithm',
      {
        identities: { users: { kind: 'jwt', algorithm: 'RS256', key: 'no key at all' } },
        endpoints: { home: { path: '/', identity: 'users' } },
        scenarios: { fine: { ...once, requests: ['home'] } },
      },
      'identities.users.key',
    ],
    ['with faults', { endpoints: { home: { path: '/' } }, scenarios: {} }, 'scenarios'],
  ])('%s is refused by name', async (_, more, text) => {
    const { folder, remove } = planFolder(service.url, { gates: [], ...more });
    try {
      const { code, stderr } = await cli(['export', 'k6'], { cwd: folder, env: SECRETS });
      expect(stderr).toContain(text);
      expect(stderr).not.toContain('"fine"');
      expect(code).toBe(2);
    } finally {
      remove();
    }
  });

  test('whose script spells out a secret is refused, and nothing is written', async () => {
    const { folder, remove } = planFolder(service.url);
    try {
      const text = `export default async ({ http }) => http.get('/', { headers: { authorization: '${SECRETS.FIRST_TOKEN}' } });`;
      writeFileSync(join(folder, 'visit.ts'), text.replace('({ http })', '({ http }: { http: any })'));
      const { code, stdout, stderr } = await cli(['export', 'k6'], { cwd: folder, env: SECRETS });
      expect(stderr).toContain('"FIRST_TOKEN"');
      expect(stderr).not.toContain(SECRETS.FIRST_TOKEN);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    } finally {
      remove();
    }
  });

  test('with floods of a stranger is refused, unless they are authorised', async () => {
    const authorisation = { by: 'the owner', scope: 'floods', until: '2999-01-01' };
    const target = { url: 'https://canary.example' };
    const flood = { ...once, kind: 'flood', requests: ['home'] };
    const codes = [];
    for (const canary of [target, { ...target, authorisation }]) {
      const { folder, remove } = planFolder('', {
        identities: {},
        targets: { canary },
        endpoints: { home: { path: '/' } },
        scenarios: { flood },
        gates: [],
      });
      codes.push((await cli(['export', 'k6', '--floods'], { cwd: folder })).code);
      remove();
    }
    expect(codes).toEqual([2, 0]);
  });

  test('that names a variable which is not set is refused', async () => {
    const { code, stderr } = await cli(['export', 'k6'], { cwd: plan.folder });
    expect(stderr).toContain('HMAC_KEY is not set');
    expect(code).toBe(2);
  });
});
