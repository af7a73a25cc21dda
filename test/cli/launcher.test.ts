import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../bin/canary-gate.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function node(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test('the launcher starts the command line', async () => {
  const { code, stdout } = await node([LAUNCHER, '--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
});

test('an old Node is refused in one sentence', async () => {
  const old = `Object.defineProperty(process.versions, 'node', { value: '20.1.0' }); await import(${JSON.stringify(LAUNCHER)});`;
  const { code, stdout, stderr } = await node(['--input-type=module', '-e', old]);
  expect({ code, stdout, stderr }).toEqual({
    code: 4,
    stdout: '',
    stderr: 'canary-gate needs Node 24 or newer; this is 20.1.0.\n',
  });
});

test('compiled code of a checkout is kept where it is asked for, and the version is told without it as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'canary-compiled-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const told = (env: Record<string, string>) => node([LAUNCHER, '--version'], { ...process.env, ...env });
  const { stdout } = await told({ NODE_COMPILE_CACHE: folder });
  expect(readdirSync(folder)).toHaveLength(1);
  expect(await told({ NODE_DISABLE_COMPILE_CACHE: '1' })).toMatchObject({ code: 0, stdout });
});
