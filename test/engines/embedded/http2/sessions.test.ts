import { constants, type ServerHttp2Stream } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { END_HEADERS, frame, HEADERS, RST_STREAM, STATUS_200, serveFrames, uint32 } from './frames.ts';
import { type Asked, ask, askAll, type OnStream, ok, serve, tally, transportTo, wait } from './harness.ts';

const { NGHTTP2_REFUSED_STREAM, NGHTTP2_ENHANCE_YOUR_CALM } = constants;
const RESENT = 'requests were sent again: the target had refused their streams, or allowed fewer';

const slow: OnStream = (stream) => setTimeout(() => ok(stream), 60);

describe('as many streams as the target allows', () => {
  it('go over one session', async () => {
    const { url, sessions } = await serve(slow, { settings: { maxConcurrentStreams: 1000 } });
    const transport = transportTo(url);
    await ask(transport);
    const ends = await askAll(transport, 300);
    expect(tally(ends.map(({ status }) => status))).toEqual({ 200: 300 });
    expect(sessions.length).toBe(1);
    expect(ends.every(({ connect }) => Number.isNaN(connect))).toBe(true);
  });

  it('and no more: a further session is opened at once', async () => {
    const { url, sessions } = await serve(slow, { settings: { maxConcurrentStreams: 4 } });
    const transport = transportTo(url);
    await ask(transport);
    const ends = await askAll(transport, 10);
    expect(tally(ends.map(({ status }) => status))).toEqual({ 200: 10 });
    expect(sessions.length).toBe(3);
    expect(ends.filter(({ connect }) => connect > 0).length).toBe(2);
    await askAll(transport, 12);
    expect(sessions.length).toBe(3);
    expect(transport.notes.size).toBe(0);
  });

  it('are not known at first: what was too much is sent again', async () => {
    const { url, sessions } = await serve(slow, { settings: { maxConcurrentStreams: 4 } });
    const transport = transportTo(url);
    const ends = await askAll(transport, 10);
    expect(tally(ends.map(({ status, code }) => code ?? status))).toEqual({ 200: 10 });
    expect(sessions.length).toBe(3);
    expect(transport.notes.get(RESENT)).toBe(6);
  });

  it('can become fewer and more', async () => {
    const { url, sessions } = await serve(slow, { settings: { maxConcurrentStreams: 50 } });
    const transport = transportTo(url);
    await askAll(transport, 10);
    sessions[0]!.settings({ maxConcurrentStreams: 2 });
    await wait(30);
    await askAll(transport, 4);
    expect(sessions.length).toBe(2);
    for (const session of sessions) session.settings({ maxConcurrentStreams: 50 });
    await wait(30);
    expect(tally((await askAll(transport, 60)).map(({ status }) => status))).toEqual({ 200: 60 });
    expect(sessions.length).toBe(2);
  });
});

it('are apart for every source address', async () => {
  const { url, sessions } = await serve(slow);
  const transport = transportTo(url);
  const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.2', '127.0.0.3'];
  await Promise.all(addresses.map((localAddress) => ask(transport, { localAddress })));
  const seen = sessions.map(({ socket }) => socket?.remoteAddress);
  expect(seen.sort()).toEqual(['127.0.0.2', '127.0.0.3']);
});

describe('a session serves no more', () => {
  it.each([
    ['after maxRequests', { maxRequests: 2 }, 0, 3],
    ['after maxAge', { maxAge: '30ms' }, 50, 5],
  ])('%s', async (_, connection, pause, expected) => {
    const { url, sessions } = await serve((stream) => ok(stream));
    const transport = transportTo(url, connection);
    for (let n = 0; n < 5; n += 1) {
      expect((await ask(transport)).status).toBe(200);
      await wait(pause);
    }
    expect(sessions.length).toBe(expected);
    await wait(20);
    expect(sessions.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(1);
    expect(transport.size).toBeLessThanOrEqual(1);
  });

  it('but what it carries is completed', async () => {
    const { url, sessions } = await serve((stream, _, { session, stream: number }) => {
      if (session === 0 && number === 0) setTimeout(() => ok(stream), 150);
      else ok(stream);
    });
    const transport = transportTo(url, { maxRequests: 2 });
    const first = ask(transport);
    const others = [await ask(transport), await ask(transport), await ask(transport)];
    expect(sessions[0]!.destroyed).toBe(false);
    expect(tally([await first, ...others].map(({ status }) => status))).toEqual({ 200: 4 });
    await wait(20);
    expect(sessions[0]!.destroyed).toBe(true);
  });

  it('after nothing came from it for a whole timeout', async () => {
    const { url, sessions } = await serve((stream, _, { session }) => {
      if (session > 0) ok(stream);
    });
    const transport = transportTo(url);
    expect((await ask(transport, { timeout: 50 })).code).toBe('timeout');
    expect((await ask(transport)).status).toBe(200);
    expect(sessions.length).toBe(2);
  });

  it('but it does where something else came', async () => {
    const { url, sessions } = await serve((stream, headers) => {
      if (headers[':path'] !== '/slow') ok(stream);
    });
    const transport = transportTo(url);
    await ask(transport);
    const late = ask(transport, { path: '/slow', timeout: 50 });
    await ask(transport);
    expect((await late).code).toBe('timeout');
    expect((await ask(transport)).status).toBe(200);
    expect(sessions.length).toBe(1);
  });
});

/** Holds the streams of the first session until there are so many, and answers at once on any other. */
function holding(count: number, then: (held: ServerHttp2Stream[]) => void): OnStream {
  const held: ServerHttp2Stream[] = [];
  return (stream, _, { session }) => {
    if (session > 0) ok(stream);
    else if (held.push(stream) === count) then(held);
  };
}

describe('GOAWAY', () => {
  it('sends what comes later elsewhere, and lets the rest be completed', async () => {
    const onStream = holding(3, (held) => {
      held[0]!.session!.goaway(0, 5);
      setTimeout(() => held.forEach((stream) => void ok(stream)), 60);
    });
    const { url, sessions } = await serve(onStream);
    const transport = transportTo(url);
    const first = askAll(transport, 3);
    await wait(30);
    const later = await askAll(transport, 3);
    expect(tally([...later, ...(await first)].map(({ status }) => status))).toEqual({ 200: 6 });
    expect(sessions.length).toBe(2);
    expect(transport.notes.size).toBe(0);
  });

  it.each<[string, number, Record<string, number>]>([
    ['without an error', 0, { 200: 10 }],
    ['with an error', NGHTTP2_ENHANCE_YOUR_CALM, { 200: 6, goaway: 4 }],
  ])('%s has what it leaves out sent again, once', async (_, code, expected) => {
    // Streams have the identifiers 1, 3, 5, 7 and so on: four of ten are acted on.
    const onStream = holding(10, (held) => {
      held[0]!.session!.goaway(code, 7);
      if (code === 0) for (const stream of held.slice(0, 4)) ok(stream);
    });
    const { url, sessions } = await serve(onStream);
    const transport = transportTo(url);
    const ends = await askAll(transport, 10);
    expect(tally(ends.map((ended) => ended.code ?? ended.status))).toEqual(expected);
    expect(sessions.length).toBe(2);
    expect(transport.notes.get(RESENT)).toBe(6);
    expect([...transport.notes.keys()].some((note) => note.includes('ENHANCE_YOUR_CALM'))).toBe(code !== 0);
  });
});

describe('a refused stream', () => {
  const refuse = (stream: ServerHttp2Stream) => stream.close(NGHTTP2_REFUSED_STREAM);

  it.each<[string, number, Asked, object, number]>([
    ['once', 1, {}, { status: 200, code: undefined }, 1],
    ['once, with its body', 1, { method: 'POST', body: 'abc' }, { status: 200, code: undefined }, 1],
    ['twice', 2, {}, { status: 0, kind: 'network', code: 'NGHTTP2_REFUSED_STREAM' }, 1],
  ])('%s', async (_, times, asked, expected, resent) => {
    const { url } = await serve((stream, _, { stream: number }) =>
      number < times ? refuse(stream) : ok(stream),
    );
    const transport = transportTo(url);
    expect(await ask(transport, asked)).toMatchObject(expected);
    expect(transport.notes.get(RESENT)).toBe(resent);
  });

  it('is not sent again when an answer had begun', async () => {
    const url = await serveFrames((socket, stream) => {
      socket.write(frame(HEADERS, END_HEADERS, stream, STATUS_200));
      socket.write(frame(RST_STREAM, 0, stream, uint32(NGHTTP2_REFUSED_STREAM)));
    });
    const transport = transportTo(url);
    expect(await ask(transport)).toMatchObject({ status: 200, code: 'NGHTTP2_REFUSED_STREAM' });
    expect(transport.notes.size).toBe(0);
  });
});
