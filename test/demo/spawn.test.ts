import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { spawnDemo } from '../../src/demo/spawn.ts';
import { StartError } from '../../src/model/errors.ts';
import { call } from './client.ts';

test('runs the service in a child process until it is closed', async () => {
  const demo = await spawnDemo({ port: 0, httpsPort: 0, defects: ['ready-regardless'] });
  await call(`${demo.url}/demo/dependency/down`, { method: 'POST' });
  expect((await call(`${demo.url}/readyz`)).status).toBe(200);
  expect(demo.env['CANARY_URL']).toBe(demo.url);
  await demo.close();
  await expect(call(`${demo.url}/healthz`)).rejects.toThrow();
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'lives on after a %s until its parent lets go of it',
  async (signal) => {
    const child = fork(
      fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url)),
      [JSON.stringify({ port: 0, httpsPort: 0 })],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const exited = once(child, 'exit');
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    child.kill(signal);
    expect((await call(`${url}/healthz`)).status).toBe(200);
    child.disconnect();
    expect(await exited).toEqual([0, null]);
  },
);

test('says why it did not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const started = spawnDemo({ port });
  await expect(started).rejects.toThrow(StartError);
  await expect(started).rejects.toThrow(/EADDRINUSE/);
  taken.close();
});
