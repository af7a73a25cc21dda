import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dial, dialer, listen } from './dialling.ts';

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

/** A server that keeps what connects to it. */
async function accepting(host?: string): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const port = await listen(
    createServer((socket) => sockets.push(socket)),
    host,
  );
  return { port, sockets };
}

test('a connection without TLS, which speaks what is known beforehand', async () => {
  const { port } = await accepting();
  const url = `http://127.0.0.1:${port}`;
  expect(await dial(dialer({ url }))).toMatchObject({ alpn: 'h1', onread: false });
  expect(await dial(dialer({ url }, { protocols: ['h2'] }))).toMatchObject({ alpn: 'h2' });
  expect(await dial(dialer({ url }, { protocols: ['h2', 'http/1.1'] }))).toMatchObject({ alpn: 'h1' });
});

test('done is called after open has returned, even for what fails at once', async () => {
  let returned = false;
  const failed = new Promise<boolean>((resolve) => {
    dialer({ url: 'http://127.0.0.1:1' }).open({ timeout: 5000, localAddress: '192.0.2.1' }, () =>
      resolve(returned),
    );
  });
  returned = true;
  expect(await failed).toBe(true);
});

test.each([
  ['of IPv4', '127.0.0.1', '127.0.0.2'],
  ['of IPv4, to a name', 'localhost', '127.0.0.3'],
])('a local address %s is seen by the server', async (_, host, localAddress) => {
  const { port, sockets } = await accepting();
  const { socket } = await dial(dialer({ url: `http://${host}:${port}` }), { localAddress });
  expect(socket!.localAddress).toBe(localAddress);
  await expect.poll(() => sockets[0]?.remoteAddress).toBe(localAddress);
});

test.skipIf(!hasIPv6)('an address of IPv6, to and from', async () => {
  const { port, sockets } = await accepting('::1');
  const { socket } = await dial(dialer({ url: `http://[::1]:${port}` }), { localAddress: '::1' });
  expect(socket!.remoteAddress).toBe('::1');
  await expect.poll(() => sockets[0]?.remoteAddress).toBe('::1');
});

test('another address than that of the name', async () => {
  const { port, sockets } = await accepting();
  const url = `http://shop.example:${port}`;
  const { socket } = await dial(dialer({ url, reach: { resolve: '127.0.0.1' } }));
  expect(socket!.remoteAddress).toBe('127.0.0.1');
  await expect.poll(() => sockets.length).toBe(1);
});

test.each([
  ['nobody listens', 'http://127.0.0.1:1', {}, /^ECONNREFUSED$/],
  ['an unknown name', 'http://nowhere.invalid', {}, /^(ENOTFOUND|EAI_AGAIN)$/],
  ['a foreign local address', 'http://127.0.0.1:1', { localAddress: '192.0.2.1' }, /^EADDRNOTAVAIL$/],
])('%s', async (_, url, options, code) => {
  const { error } = await dial(dialer({ url }), options);
  expect(error!.code).toMatch(code);
});

describe('a lent buffer', () => {
  test.each(['127.0.0.1', 'localhost'])('is read into, of %s', async (host) => {
    const port = await listen(createServer((socket) => socket.end('hello')));
    const buffer = Buffer.alloc(64);
    const lengths: number[] = [];
    const callback = (length: number) => lengths.push(length) > 0;
    const { onread, socket } = await dial(dialer({ url: `http://${host}:${port}` }), {
      onread: { buffer, callback },
    });
    expect(onread).toBe(true);
    await once(socket!, 'close');
    expect(lengths).toEqual([5]);
    expect(buffer.toString('latin1', 0, 5)).toBe('hello');
  });
});

describe('a connection in vain', () => {
  /** A thread that listens, and then is too busy to accept: further connections are not even answered. */
  async function busy(): Promise<number> {
    const code = `
      const { parentPort } = require('node:worker_threads');
      const server = require('node:net').createServer();
      server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
        parentPort.postMessage(server.address().port);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });`;
    const worker = new Worker(code, { eval: true });
    onTestFinished(async () => void (await worker.terminate()));
    const [port] = (await once(worker, 'message')) as [number];
    return port;
  }

  test('is given up in time', async () => {
    const by = dialer({ url: `http://127.0.0.1:${await busy()}` });
    const all = await Promise.all(Array.from({ length: 6 }, () => dial(by, { timeout: 1000 })));
    const codes = all.flatMap(({ error }) => (error ? [error.code] : []));
    expect(new Set(codes)).toEqual(new Set(['connect-timeout']));
    expect(codes.length).toBeLessThan(6);
  });

  test('is given up when asked to, in silence', async () => {
    const { port, sockets } = await accepting();
    let calls = 0;
    const dialling = dialer({ url: `http://127.0.0.1:${port}` }).open({ timeout: 100 }, () => {
      calls += 1;
    });
    dialling.abort();
    dialling.abort();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(calls).toBe(0);
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
  });
});
