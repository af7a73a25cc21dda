import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../bin/canary-gate.js', import.meta.url));

function node(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_error, stdout, stderr) =>
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
