import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { reporters } from '../../reporters/index.ts';
import { loadPlan } from '../../src/plan/load.ts';
import { ROOT, read } from './sources.ts';

const [, snippet = ''] = /```ts\n(\/\/ canary\.plan\.ts\n[\s\S]*?)```/.exec(read('README.md')) ?? [];

test('the first plan of the README loads, and is short', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const entry = pathToFileURL(join(ROOT, 'src/index.ts')).href;
  writeFileSync(join(folder, 'canary.plan.ts'), snippet.replace("'canary-gate'", `'${entry}'`));
  const env = { CANARY_VERSION: '2.0.0', JWT_KEY: 'k'.repeat(32) };
  const known = { checks, reporters: reporters.map(({ id }) => id) };
  const loaded = await loadPlan('canary.plan.ts', { env, cwd: folder, known });
  expect(loaded.gates.filter(({ level }) => level !== 'warn').length).toBeGreaterThanOrEqual(4);
  expect(snippet.trim().split('\n').length).toBeLessThanOrEqual(30);
});
