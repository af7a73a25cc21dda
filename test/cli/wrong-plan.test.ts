import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, type Service, service } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'canary-wrong-'));
let target: Service;

beforeAll(async () => {
  target = await service();
  writeFileSync(
    join(folder, 'canary.plan.yaml'),
    `name: wrong
targets: { canary: { url: '${target.url}' } }
endpoints:
  home: { path: / }
scenarios:
  steady: { executor: constant-vus, vus: 1, duration: 1 second, requests: [home] }
  other: { executor: constant-vus, vus: 1, duration: 1s, requests: [hoome] }
gates: ['rate(6xx) <= 1%']
`,
  );
});

afterAll(async () => {
  await target.close();
  rmSync(folder, { recursive: true });
});

test.each(['run', 'plan', 'check'])('%s names all three mistakes and sends nothing', async (command) => {
  const { code, stdout, stderr } = await cli([command], { cwd: folder });
  expect(code).toBe(2);
  expect(stdout).toBe('');
  for (const text of [
    '3 problems; nothing was sent',
    'scenarios.steady.duration  canary.plan.yaml:6',
    'scenarios.other.requests[0]  canary.plan.yaml:7',
    'gates[0]  canary.plan.yaml:8',
  ])
    expect(stderr).toContain(text);
  expect(target.requests).toHaveLength(0);
});
