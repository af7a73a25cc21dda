import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cli } from './cli.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

test('--version says the version, and nothing else', async () => {
  expect(await cli(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

test('--help shows the commands, examples and exit codes', async () => {
  const { code, stdout } = await cli(['--help']);
  expect(code).toBe(0);
  for (const text of ['canary-gate run', 'canary-gate init', 'Examples:', 'Exit codes:', '130'])
    expect(stdout).toContain(text);
});

test.each(['run', 'plan', 'check', 'demo', 'judge', 'report', 'show', 'list', 'export', 'schema', 'init'])(
  '%s --help has examples',
  async (command) => {
    const { code, stdout } = await cli([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
  },
);

test.each([
  [['rnu'], 'Did you mean "run"?'],
  [['run', '--demoo'], 'Did you mean "--demo"?'],
  [['plan', 'a.yaml', 'b.yaml'], '"b.yaml"'],
  [[], 'A command is wanted'],
  [['list', 'chekcs'], 'Did you mean "checks"?'],
  [['report'], 'canary-gate report <run>'],
  [['run', '--seed'], '--seed wants a value'],
  [['run', '--seed', '1.5', '--demo'], 'a whole number'],
  [['run', '--workers', '0', '--demo'], 'from 1 on'],
  [['report', 'no-such-run'], 'no run folder'],
  [['show'], 'canary-gate show <run>'],
  [['show', 'no-such-run'], 'no run folder'],
  [['run', '--demo', '--defect', 'cors-allows-nul'], 'Did you mean "cors-allows-null"?'],
  [['run', '--demo', '--split', '5:95'], '5/95'],
  [['run', '--defect', 'cors-allows-null'], 'add --demo'],
  [['run', '--demo', '--engine', 'embeded'], 'Did you mean "embedded"?'],
  [['run', 'nothing.yaml'], 'there is no such file'],
  [['check', 'ftp://host'], 'no plan file'],
])('%j is refused with exit code 2', async (args, text) => {
  const { code, stdout, stderr } = await cli(args);
  expect(stderr).toContain(text);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test('with --json a refusal is data', async () => {
  const { code, stdout } = await cli(['run', 'nothing.yaml', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2, error: 'plan', problems: [{ path: '' }] });
});

test('a folder without a plan says what to do', async () => {
  const { code, stderr } = await cli(['run'], { cwd: fileURLToPath(new URL('.', import.meta.url)) });
  expect(code).toBe(2);
  expect(stderr).toContain('canary-gate init');
});
