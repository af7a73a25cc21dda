import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cli, service } from './cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'canary-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (file: string) => readFileSync(join(folder, file), 'utf8');

test.each([
  [[], 'canary.plan.ts'],
  [['--yaml'], 'canary.plan.yaml'],
])('init %j writes a plan that is right as it is', async (options, file) => {
  const { code, stdout } = await cli(['init', ...options], { cwd: folder });
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(file) });
  const plan = await cli(['plan', '--json'], { cwd: folder });
  expect(plan.stderr).toBe('');
  expect(plan.code).toBe(0);
  const { scenarios, gates } = JSON.parse(plan.stdout);
  expect(scenarios.map(({ name }: { name: string }) => name)).toEqual(['steady', 'browse']);
  expect(gates.map(({ state }: { state: string }) => state)).toEqual(['enough', 'enough', 'enough']);
});

test('nothing is overwritten without --force', async () => {
  writeFileSync(join(folder, 'canary.plan.ts'), 'mine');
  const refused = await cli(['init'], { cwd: folder });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--force');
  expect(read('canary.plan.ts')).toBe('mine');
  expect(existsSync(join(folder, 'scenarios'))).toBe(false);
  expect((await cli(['init', '--force'], { cwd: folder })).code).toBe(0);
  expect(read('canary.plan.ts')).toContain('definePlan');
});

test('a CommonJS package gets .mts files, and its name', async () => {
  writeFileSync(join(folder, 'package.json'), '{"name":"@acme/Billing API","type":"commonjs"}');
  const { code, stdout } = await cli(['init', '--json'], { cwd: folder });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).written).toEqual(['canary.plan.mts', join('scenarios', 'browse.mts')]);
  expect(read('canary.plan.mts')).toContain("name: 'billing-api'");
  expect((await cli(['plan', '-q'], { cwd: folder })).code).toBe(0);
});

test('a service that is named is asked for a health path', async () => {
  const target = await service((request, response) => {
    response.statusCode = request.url === '/v1/health' ? 200 : 404;
    response.end();
  });
  const { stdout } = await cli(['init', 'gate', '--url', `${target.url}/anything`], { cwd: folder });
  expect(stdout).toContain(target.url);
  expect(read('gate/canary.plan.ts')).toContain("path: '/v1/health'");
  expect(read('gate/canary.plan.ts')).toContain(target.url);
  await target.close();
});

test('a service that does not answer is no obstacle, and is told', async () => {
  const target = await service();
  await target.close();
  const { code, stdout } = await cli(['init', '--url', target.url], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toContain('endpoints.home');
  expect(read('canary.plan.ts')).toContain(basename(folder).toLowerCase());
});
