import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { jsonSchema } from '../../src/plan/jsonschema.ts';
import { cli, type Service, service } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'canary-run-'));
let target: Service;

const PLAN = {
  name: 'small',
  targets: { canary: { url: '${CANARY_URL}' } },
  endpoints: { home: { path: '/', expect: { status: 200, json: { '$.status': 'ok' } } } },
  policy: { headers: { endpoints: ['home'] } },
  scenarios: {
    burst: { executor: 'shared-iterations', vus: 5, iterations: 400, maxDuration: '60s', requests: ['home'] },
  },
  gates: ['rate(5xx) <= 1%', 'p95(latency) <= 5s'],
  triggers: ['rate(5xx)[1m] > 1% for 10m -> rollback'],
  checks: { only: ['headers'] },
};

const LONG = {
  ...PLAN,
  scenarios: {
    long: { executor: 'constant-vus', vus: 1, duration: '60s', pause: '20ms', requests: ['home'] },
  },
};

beforeAll(async () => {
  target = await service();
  writeFileSync(join(folder, 'canary.plan.json'), JSON.stringify(PLAN));
  writeFileSync(join(folder, 'long.json'), JSON.stringify(LONG));
});

afterAll(async () => {
  await target.close();
  rmSync(folder, { recursive: true });
});

const here = () => ({ cwd: folder, env: { CANARY_URL: target.url } });

describe('a run against a correct service', () => {
  let report: Report;

  test('ends in PROMOTE with exit code 0 and a valid report', async () => {
    const { code, stdout, stderr } = await cli(['run', '--json'], here());
    report = JSON.parse(stdout) as Report;
    expect({ code, verdict: report.verdict, decision: report.decision, stderr }).toMatchObject({
      code: 0,
      verdict: 'PASS',
      decision: 'PROMOTE',
    });
    const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(jsonSchema('report'));
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    expect(report.gates.find(({ kind }) => kind === 'trigger')?.state).toBe('not_evaluable');
  });

  test('is judged again to the same end, without the target', async () => {
    const again = await cli(['judge', 'latest', '--json'], { cwd: folder });
    expect(again.code).toBe(0);
    const { verdict, decision, gates } = JSON.parse(again.stdout) as Report;
    expect({ verdict, decision, gates }).toEqual({
      verdict: report.verdict,
      decision: report.decision,
      gates: report.gates,
    });
  });

  test.each([
    ['junit', '<?xml'],
    ['markdown', 'PROMOTE'],
    ['terminal', 'PROMOTE'],
    ['json', 'canary-gate/report@1'],
  ])('is reported as %s', async (format, text) => {
    const { code, stdout } = await cli(['report', 'latest', '--as', format], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain(text);
  });

  test('is not reported in a format that does not exist', async () => {
    const { code, stderr } = await cli(['report', 'latest', '--as', 'junitt'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "junit"?');
  });
});

test('--quiet says one line', async () => {
  const { code, stdout, stderr } = await cli(['run', '--quiet'], here());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^PROMOTE \(PASS\) .*\n$/);
});

test('a target that is not there: exit code 4 and one sentence', async () => {
  const gone = await service();
  await gone.close();
  const { code, stderr, stdout } = await cli(['run', '--quiet'], {
    cwd: folder,
    env: { CANARY_URL: gone.url },
  });
  expect(code).toBe(4);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(gone.url);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s keeps what was measured and ends with %d', async (signal, expected) => {
  const before = new Set(readdirSync(join(folder, 'canary-runs')));
  const { code, stdout } = await cli(['run', 'long.json', '--json'], {
    ...here(),
    during: (child) => {
      child.stderr?.on('data', (chunk) => {
        if (String(chunk).includes('load')) setTimeout(() => child.kill(signal), 1500).unref();
      });
    },
  });
  expect(code).toBe(expected);
  const report = JSON.parse(stdout) as Report;
  expect(report.run.interrupted).toBe(true);
  expect(report.verdict).not.toBe('PASS');
  expect(report.load.scenarios[0]?.requests).toBeGreaterThan(0);
  expect(readdirSync(join(folder, 'canary-runs')).filter((name) => !before.has(name))).toHaveLength(1);
});

test('check of a bare URL sends plain requests alone', async () => {
  const passive = await service();
  const { code, stdout } = await cli(['check', passive.url, '--json'], { cwd: folder });
  const report = JSON.parse(stdout) as Report;
  expect([0, 1, 3]).toContain(code);
  expect(report.checks.length).toBeGreaterThan(0);
  expect(report.load.scenarios).toEqual([]);
  expect(passive.requests.length).toBeGreaterThan(0);
  const odd = passive.requests.filter(({ headers }) => headers.authorization !== undefined);
  expect(odd).toEqual([]);
  await passive.close();
});
