import { describe, expect, it } from 'vitest';
import { ask, askAll, type OnStream, ok, serve, serveBare, tally, transportTo } from './harness.ts';

const never: OnStream = () => {};
const begins: OnStream = (stream) => {
  stream.respond({ ':status': 200 });
  stream.write('part');
};
const drips: OnStream = (stream, headers, number) => {
  begins(stream, headers, number);
  const timer = setInterval(() => stream.write('more'), 15);
  stream.on('close', () => clearInterval(timer));
};

describe('a timeout', () => {
  it.each<[string, OnStream, object, number, object]>([
    ['timeout', never, {}, 80, { status: 0 }],
    ['timeout', begins, {}, 80, { status: 200, bytes: 4 }],
    ['timeout', drips, { idleTimeout: '60ms' }, 150, { status: 200 }],
    ['first-byte-timeout', never, { firstByteTimeout: '80ms' }, 3000, { status: 0 }],
    ['idle-timeout', begins, { idleTimeout: '80ms' }, 3000, { status: 200, bytes: 4 }],
  ])('%s (%#)', async (code, onStream, connection, timeout, expected) => {
    const transport = transportTo((await serve(onStream)).url, connection);
    const ended = await ask(transport, { timeout });
    expect(ended).toMatchObject({ kind: 'timeout', code, ...expected });
    expect(ended.elapsed).toBeGreaterThanOrEqual(79);
    expect(ended.elapsed).toBeLessThan(1500);
  });

  it('covers the wait for a connection', async () => {
    // Nobody answers to the TLS handshake.
    const url = (await serveBare(() => {})).replace('http:', 'https:');
    const transport = transportTo(url, { connectTimeout: '150ms' });
    const ends = await Promise.all([ask(transport, { timeout: 60 }), ask(transport), ask(transport)]);
    expect(ends.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
      'timeout timeout',
      'timeout connect-timeout',
      'timeout connect-timeout',
    ]);
  });

  it('is that of each call, whichever was sent first', async () => {
    const transport = transportTo((await serve(never)).url);
    const long = ask(transport, { timeout: 1000 });
    const short = ask(transport, { timeout: 60 });
    expect((await short).elapsed).toBeLessThan(900);
    expect((await long).elapsed).toBeGreaterThanOrEqual(999);
  });

  it('does not hit what is answered in time, however many there are', async () => {
    const onStream: OnStream = (stream, headers) =>
      headers[':path'] === '/never' ? undefined : void setTimeout(() => ok(stream), 30);
    const transport = transportTo((await serve(onStream)).url);
    const never = askAll(transport, 20, { path: '/never', timeout: 100 });
    const good = await askAll(transport, 50, { timeout: 1000 });
    expect(tally(good.map(({ status }) => status))).toEqual({ 200: 50 });
    expect(tally((await never).map(({ code }) => code))).toEqual({ timeout: 20 });
  });
});
