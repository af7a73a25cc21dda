import { createServer } from 'node:net';
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

test('says why it did not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const started = spawnDemo({ port });
  await expect(started).rejects.toThrow(StartError);
  await expect(started).rejects.toThrow(/EADDRINUSE/);
  taken.close();
});
