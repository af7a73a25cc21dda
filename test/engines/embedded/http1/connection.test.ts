import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Call } from '../../../../src/engines/embedded/call.ts';
import { answer, ask, listen, transportTo, wait } from './harness.ts';

describe('a connection', () => {
  it('serves one call after the other', async () => {
    const { url, connections } = await listen((socket) => socket.write(answer()));
    const transport = transportTo(url);
    const ends = [];
    for (let n = 0; n < 5; n += 1) ends.push(await ask(transport));
    expect(ends.map(({ status, connected }) => [status, connected])).toEqual([
      [200, true],
      ...Array.from({ length: 4 }, () => [200, false]),
    ]);
    expect(connections()).toBe(1);
  });

  it('is opened for every call that is under way at once', async () => {
    const { url, connections } = await listen((socket) => setTimeout(() => socket.write(answer()), 50));
    const transport = transportTo(url);
    const ends = await Promise.all(Array.from({ length: 20 }, () => ask(transport)));
    expect(ends.every(({ status, bytes }) => status === 200 && bytes === 2)).toBe(true);
    expect(connections()).toBe(20);
  });

  it.each([
    ['maxRequests', { maxRequests: 2 }, 0, 3],
    ['maxAge', { maxAge: '30ms' }, 50, 5],
  ])('serves no more after %s', async (_, connection, pause, expected) => {
    const { url, connections } = await listen((socket) => socket.write(answer()));
    const transport = transportTo(url, connection);
    for (let n = 0; n < 5; n += 1) {
      expect((await ask(transport)).status).toBe(200);
      await wait(pause);
    }
    expect(connections()).toBe(expected);
  });

  it.each([
    ['Connection: close', answer('ok', 'Connection: close\r\n')],
    ['an answer to nobody after it', `${answer()}HTTP/1.1 200 OK\r\n`],
    ['HTTP/1.0', answer().replace('1.1', '1.0')],
  ])('is not used again after %s', async (_, text) => {
    const { url, connections } = await listen((socket) => socket.write(text));
    const transport = transportTo(url);
    for (let n = 0; n < 3; n += 1) expect((await ask(transport)).status).toBe(200);
    expect(connections()).toBe(3);
  });

  it('that says something unasked is given up', async () => {
    const { url, connections } = await listen((socket) => {
      socket.write(answer());
      setTimeout(() => socket.write(answer('poison')), 20);
    });
    const transport = transportTo(url);
    expect((await ask(transport)).body).toBe('');
    await wait(60);
    expect((await ask(transport, { capture: 100 })).body).toBe('ok');
    expect(connections()).toBe(2);
  });

  it('is left alone when the target has said that it will be closed by now', async () => {
    const { url, connections } = await listen((socket) =>
      socket.write(answer('ok', 'Keep-Alive: timeout=1\r\n')),
    );
    const transport = transportTo(url);
    await ask(transport);
    await ask(transport);
    await wait(600);
    await ask(transport);
    expect(connections()).toBe(2);
  });

  it('reads an answer that comes in pieces, and one that is delimited by its end', async () => {
    const text = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx: y\r\n\r\n';
    const { url } = await listen(async (socket, _, connection) => {
      if (connection > 1) {
        socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end');
        return;
      }
      for (const letter of text) {
        socket.write(letter);
        await wait(1);
      }
    });
    const transport = transportTo(url);
    const [pieces, whole] = await Promise.all([
      ask(transport, { capture: 100 }),
      ask(transport, { capture: 100 }),
    ]);
    expect([pieces.body, whole.body].sort()).toEqual(['abc', 'to the end']);
    expect(pieces.code ?? whole.code).toBeUndefined();
  });

  it('keeps as much of a body as is asked for, and counts the rest', async () => {
    const { url } = await listen((socket) => socket.write(answer('x'.repeat(100_000))));
    const end = await ask(transportTo(url), { capture: 10 });
    expect([end.body, end.bytes]).toEqual(['x'.repeat(10), 100_000]);
  });

  it.each([
    ['gzip', gzipSync('{"ok":true}'), '{"ok":true}'],
    ['gzip', Buffer.from('not gzip'), '(broken)'],
    ['unheard-of', Buffer.from('x'), '(broken)'],
  ])('decodes the content coding %s (%#)', async (coding, body, expected) => {
    const { url } = await listen((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    });
    expect((await ask(transportTo(url), { capture: 1000 })).body).toBe(expected);
  });

  it('sends a large body, and takes an answer that comes before all of it was sent', async () => {
    const { url, connections } = await listen((socket, _, __, piece) => {
      if (piece === 1) socket.pause().write(answer('', 'x: early\r\n'));
    });
    const transport = transportTo(url);
    const body = 'x'.repeat(20_000_000);
    for (let n = 0; n < 2; n += 1)
      expect((await ask(transport, { method: 'POST', body } as object)).status).toBe(200);
    expect(connections()).toBe(2);
  });
});

describe('what goes wrong is a failure with a code', () => {
  it.each([
    ['nothing comes', {}, '', { timeout: 80 }, 'timeout', 'timeout'],
    ['no first byte', { firstByteTimeout: '50ms' }, '', {}, 'timeout', 'first-byte-timeout'],
    ['silence inside', { idleTimeout: '50ms' }, answer('abc').slice(0, -1), {}, 'timeout', 'idle-timeout'],
    ['no HTTP', {}, 'garbage\r\n\r\n', {}, 'network', 'malformed-status-line'],
  ] as const)('%s', async (_, connection, text, settings, kind, code) => {
    const { url } = await listen((socket) => void socket.write(text));
    const end = await ask(transportTo(url, connection), settings);
    expect([end.kind, end.code]).toEqual([kind, code]);
    expect(end.elapsed).toBeGreaterThan(kind === 'timeout' ? 45 : 0);
  });

  it.each([
    ['closes before an answer', '', 'closed'],
    ['closes inside an answer', answer('abc').slice(0, -1), 'truncated'],
  ])('a target that %s', async (_, text, code) => {
    const { url } = await listen((socket) => socket.end(text));
    expect(await ask(transportTo(url))).toMatchObject({ kind: 'network', code });
  });

  it('a target that resets', async () => {
    const { url } = await listen((socket) => socket.resetAndDestroy());
    expect(await ask(transportTo(url))).toMatchObject({ kind: 'network', code: 'ECONNRESET' });
  });

  it('a target that refuses', async () => {
    const transport = transportTo('http://127.0.0.1:1');
    expect(await ask(transport)).toMatchObject({ kind: 'network', code: 'ECONNREFUSED', status: 0 });
  });

  it('a call that is cut, while it connects and while it waits', async () => {
    const { url } = await listen(() => {});
    const transport = transportTo(url);
    const ends = [ask(transport), ask(transport)];
    transport.close();
    await wait(30);
    ends.push(ask(transport));
    await wait(30);
    transport.close();
    for (const end of await Promise.all(ends)) expect(end).toMatchObject({ kind: 'cut', code: 'cut' });
  });
});

describe('a kept connection that the target closed', () => {
  const closing = (socket: { end(): void }, connection: number, request: number) =>
    connection === 1 && request === 2 && socket.end();

  it.each([
    ['GET', 600, undefined, 1],
    ['POST', 600, 'closed', 0],
    ['GET', 0, 'closed', 0],
  ])('costs a %s after %d ms of idleness: %s', async (method, pause, code, again) => {
    const { url } = await listen((socket, _, connection, request) => {
      if (closing(socket, connection, request) === false) socket.write(answer());
    });
    const transport = transportTo(url);
    await ask(transport, { method } as object);
    await wait(pause);
    const end = await ask(transport, { method } as object);
    expect(end.code).toBe(code);
    expect([...transport.notes.values()].reduce((sum, count) => sum + count, 0)).toBe(again);
  });

  it('while it was idle is not used', async () => {
    const { url, connections } = await listen((socket) => {
      socket.write(answer());
      setTimeout(() => socket.end(), 20);
    });
    const transport = transportTo(url);
    await ask(transport);
    await wait(60);
    expect((await ask(transport, { method: 'POST' } as object)).status).toBe(200);
    expect(connections()).toBe(2);
  });
});

describe('a stream', () => {
  it('is complete with its last event; the connection serves again if the end comes soon', async () => {
    const { url, connections } = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n');
      setTimeout(() => socket.write('0\r\n\r\n'), 40);
    });
    const transport = transportTo(url);
    for (let n = 0; n < 2; n += 1) {
      const end = await ask(transport, { onChunk: (chunk) => chunk.toString() === 'done' });
      expect(end.code).toBeUndefined();
      expect(end.elapsed).toBeLessThan(40);
    }
    expect(connections()).toBe(1);
  });

  it.each(['stays open', 'breaks'])('that %s after its last event lost nothing', async (how) => {
    const { url, connections } = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n');
      if (how === 'breaks') setTimeout(() => socket.destroy(), 20);
    });
    const transport = transportTo(url);
    for (let n = 0; n < 2; n += 1) {
      const end = await ask(transport, { onChunk: () => true });
      expect([end.status, end.code]).toEqual([200, undefined]);
    }
    expect(connections()).toBe(2);
  });
});

describe('many connections', () => {
  it('are opened, used and closed without a leak', async () => {
    const { url, connections } = await listen((socket) => socket.write(answer()));
    const transport = transportTo(url, { maxRequests: 1 });
    let left = 2000;
    let failures = 0;
    await new Promise<void>((resolve) => {
      let under = 0;
      const next = (call: Call) => {
        left -= 1;
        transport.send(call);
      };
      for (; under < 50; under += 1) {
        const call = new Call((ended) => {
          if (ended.failure || ended.status !== 200) failures += 1;
          if (left > 0) next(ended);
          else if (--under === 0) resolve();
        });
        call.message = transport.prepare({ method: 'GET', path: '/', headers: [] });
        next(call);
      }
    });
    expect([failures, connections(), transport.size]).toEqual([0, 2000, 0]);
  });
});
