import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findOnPath, findTool, missingTool } from './tools.ts';

test('a program is the first executable file of its name on PATH', () => {
  const root = mkdtempSync(join(tmpdir(), 'canary-gate-tools-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folders = ['folder', 'plain', 'program', 'second'].map((name) => join(root, name));
  for (const folder of folders) mkdirSync(folder);
  const [folder, plain, program, second] = folders.map((it) => join(it, 'tool')) as [string, ...string[]];
  mkdirSync(folder);
  for (const file of [plain, program, second] as string[]) writeFileSync(file, '');
  for (const file of [program, second] as string[]) chmodSync(file, 0o755);
  // Root may read and write anything, but executes only what somebody may execute.
  chmodSync(plain as string, 0o644);
  expect(findOnPath('tool', { PATH: ['', join(root, 'none'), ...folders].join(delimiter) })).toBe(program);
  expect(findOnPath('other', { PATH: folders.join(delimiter) })).toBeUndefined();
  expect(findOnPath('tool', {})).toBeUndefined();
});

test('a program that a variable names is nowhere else', () => {
  const tool = { program: 'sh', variable: 'SOME_SHELL', install: 'get it' };
  expect(findTool(tool, { SOME_SHELL: '/opt/sh', PATH: process.env['PATH'] })).toBe('/opt/sh');
  expect(findTool(tool, { SOME_SHELL: '', PATH: process.env['PATH'] })).toBeUndefined();
});

test.each([
  ['skips', {}, false],
  ['skips with an empty setting', { CANARY_GATE_REQUIRE_TOOLS: '' }, false],
  ['fails where tools are required', { CANARY_GATE_REQUIRE_TOOLS: '1' }, true],
])('a missing tool %s, and says how to get it', (_, env, fails) => {
  const missing = missingTool({ program: 'prometheus', install: 'get it' }, 'x.test.ts', env);
  expect(missing.fails).toBe(fails);
  expect(missing.line.startsWith('SKIPPED: prometheus is not installed')).toBe(!fails);
  expect(missing.line).toMatch(/x\.test\.ts.*get it/);
});
