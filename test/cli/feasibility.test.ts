import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, type Service, service } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'canary-outlook-'));
let target: Service;

beforeAll(async () => {
  target = await service();
});
afterAll(async () => {
  await target.close();
  rmSync(folder, { recursive: true });
});

function write(iterations: number): void {
  const scenarios = { burst: { executor: 'shared-iterations', vus: 2, iterations, requests: ['home'] } };
  const plan = { name: 'a', targets: { canary: { url: target.url } }, endpoints: { home: { path: '/' } } };
  writeFileSync(
    join(folder, 'canary.plan.json'),
    JSON.stringify({ ...plan, scenarios, gates: ['rate(5xx) <= 0.5%'] }),
  );
}

test('a plan with enough requests: exit code 0, nothing sent', async () => {
  write(598);
  const { code, stdout } = await cli(['plan'], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toContain('598');
  expect(stdout).toContain('Every required gate can be decided.');
  expect(target.requests).toHaveLength(0);
});

test('a plan with too few can never end in PASS, and says what is needed: exit code 2', async () => {
  write(100);
  const { code, stdout } = await cli(['plan', '--quiet'], { cwd: folder });
  expect(code).toBe(2);
  expect(stdout).toContain('rate(5xx) <= 0.5%: 100 requests, 598 are needed');
  expect(target.requests).toHaveLength(0);
});
