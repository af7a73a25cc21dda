import { expect, test } from 'vitest';
import { cli, service } from './cli.ts';

test('the demo runs in the foreground until a signal, then ends with 0', async () => {
  let answered = 0;
  const { code, stdout } = await cli(['demo', '--port', '0', '--https-port', '0', '--json'], {
    during: (child) => {
      child.stdout?.once('data', async (chunk) => {
        answered = (await fetch(`${JSON.parse(String(chunk)).url}/healthz`)).status;
        child.kill('SIGINT');
      });
    },
  });
  expect({ code, answered }).toEqual({ code: 0, answered: 200 });
  expect(JSON.parse(stdout).env).toHaveProperty('CANARY_URL');
});

test('a port that is taken: exit code 4, and what to do', async () => {
  const taken = await service();
  const { code, stderr } = await cli(['demo', '--port', new URL(taken.url).port, '--https-port', '0']);
  expect(code).toBe(4);
  expect(stderr).toContain('--port');
  await taken.close();
});
