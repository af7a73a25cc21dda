import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Call } from '../../../../src/engines/embedded/call.ts';
import { type Asked, ask, askAll, type OnStream, ok, serve, transportTo, wait } from './harness.ts';

const MEGABYTE = 1_048_576;

describe.each([
  ['by prior knowledge', false],
  ['over TLS', true],
])('an answer %s', (_, isSecure) => {
  it('has status, times, bytes, headers and a body', async () => {
    const { url } = await serve(
      (stream) => {
        stream.respond([
          ':status',
          '201',
          'content-type',
          'text/plain',
          'set-cookie',
          'a=1',
          'set-cookie',
          'b=2',
        ]);
        setTimeout(() => stream.end('hello'), 100);
      },
      { isSecure },
    );
    const ended = await ask(transportTo(url), { capture: 100 });
    expect(ended).toMatchObject({ status: 201, bytes: 5, body: 'hello', truncated: false, code: undefined });
    expect(ended.type).toBe('text/plain');
    expect(ended.lines.filter(([name]) => name !== 'date')).toEqual([
      ['content-type', 'text/plain'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]);
    expect(ended.connect).toBeGreaterThan(0);
    expect(ended.firstByte).toBeGreaterThan(0);
    expect(ended.elapsed - ended.firstByte).toBeGreaterThan(20);
  });
});

it('says what it asks for', async () => {
  const { url } = await serve((stream, headers) => {
    stream.respond({ ':status': 200 });
    stream.end(JSON.stringify(headers));
  });
  const headers = ['x-one', '1', 'connection', 'keep-alive', 'host', 'shop.example', 'cookie', 'a=1'];
  const asked = { method: 'POST', path: '/a?b=c', headers, body: 'grün', capture: 1000 };
  expect(JSON.parse((await ask(transportTo(url), asked)).body)).toEqual({
    ':method': 'POST',
    ':path': '/a?b=c',
    ':scheme': 'http',
    ':authority': 'shop.example',
    'x-one': '1',
    cookie: 'a=1',
    'content-length': '5',
  });
});

const informed: OnStream = (stream) => {
  stream.additionalHeaders({ ':status': 103, link: '</a.css>' });
  ok(stream, 'final');
};
const trailed: OnStream = (stream) => {
  stream.respond({ ':status': 200 }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '1' }));
  stream.end('trailed');
};
const zipped: OnStream = (stream) => {
  stream.respond({ ':status': 200, 'content-encoding': 'gzip' });
  stream.end(gzipSync('unzipped'));
};
const none =
  (status: number): OnStream =>
  (stream) =>
    stream.respond({ ':status': status }, { endStream: true });

it.each<[string, OnStream, Asked, object]>([
  ['an interim answer before it', informed, { capture: 99 }, { status: 200, body: 'final' }],
  ['trailers after it', trailed, { capture: 99 }, { status: 200, body: 'trailed', bytes: 7 }],
  ['a content coding', zipped, { capture: 99 }, { body: 'unzipped' }],
  ['no body', none(204), { capture: 99 }, { status: 204, bytes: 0, body: '' }],
  ['an error and no body', none(503), {}, { status: 503, bytes: 0 }],
  ['an empty body', (stream) => ok(stream, ''), { capture: 99 }, { status: 200, bytes: 0, truncated: false }],
  ['HEAD', none(200), { method: 'HEAD' }, { status: 200, bytes: 0 }],
  [
    'more than is kept',
    (stream) => ok(stream, 'abcdef'),
    { capture: 4 },
    { bytes: 6, body: 'abcd', truncated: true },
  ],
  [
    'exactly what is kept',
    (stream) => ok(stream, 'abcd'),
    { capture: 4 },
    { bytes: 4, body: 'abcd', truncated: false },
  ],
  [
    'nothing that is kept',
    (stream) => ok(stream, 'abcd'),
    { capture: 0 },
    { bytes: 4, body: '', truncated: false },
  ],
])('is read with %s', async (_, onStream, asked, expected) => {
  const { url } = await serve(onStream);
  expect(await ask(transportTo(url), asked)).toMatchObject({ ...expected, code: undefined });
});

it('leaves no window shut, whatever the size of the bodies', async () => {
  const body = Buffer.alloc(40 * MEGABYTE);
  const onStream: OnStream = (stream) => {
    stream.respond({ ':status': 200 });
    stream.end(body);
  };
  const { url } = await serve(onStream, { maxSessionMemory: 1000 });
  const transport = transportTo(url);
  const ends = await askAll(transport, 5);
  expect(ends.map(({ bytes, code }) => [bytes, code])).toEqual(ends.map(() => [body.length, undefined]));
  expect(transport.size).toBe(1);
});

it('comes to large requests, at the pace of the target', async () => {
  const { url } = await serve((stream) => {
    const hash = createHash('sha256');
    stream.on('data', (chunk) => hash.update(chunk));
    stream.on('end', () => ok(stream, hash.digest('hex')));
  });
  const body = 'abcdefgh'.repeat(MEGABYTE / 4);
  const ended = await ask(transportTo(url), { method: 'POST', body, capture: 99 });
  expect(ended).toMatchObject({ status: 200, body: createHash('sha256').update(body).digest('hex') });
});

it.each([
  ['nothing', ''],
  ['a body', 'too large'],
])('may come with %s before its request was all sent', async (_, body) => {
  const { url, sessions } = await serve((stream, headers) => {
    if (headers[':method'] !== 'POST') return ok(stream);
    stream.pause().respond({ ':status': 413 });
    stream.end(body);
  });
  const transport = transportTo(url);
  const refused = await ask(transport, { method: 'POST', body: 'x'.repeat(4 * MEGABYTE), capture: 99 });
  expect(refused).toMatchObject({ status: 413, body, code: undefined });
  expect(await ask(transport)).toMatchObject({ status: 200, bytes: 2 });
  expect(sessions.length).toBe(1);
});

it('is given once, after the send, and the call may be sent again from within', async () => {
  const { url, sessions } = await serve((stream) => ok(stream));
  const transport = transportTo(url);
  const ends: number[] = [];
  let isSending = true;
  await new Promise<void>((resolve) => {
    const call = new Call((ended) => {
      expect(isSending).toBe(false);
      expect(ended.carrier).toBeUndefined();
      if (ends.push(ended.status) === 20) resolve();
      else transport.send(ended);
    });
    call.message = transport.prepare({ method: 'GET', path: '/', headers: [] });
    transport.send(call);
    isSending = false;
  });
  await wait(20);
  expect(ends).toEqual(Array(20).fill(200));
  expect(sessions.length).toBe(1);
});

it('moves the activity, and silence does not', async () => {
  const { url } = await serve((stream) => ok(stream));
  const transport = transportTo(url);
  const before = transport.activity;
  await ask(transport);
  const after = transport.activity;
  await wait(20);
  expect(after).toBeGreaterThan(before);
  expect(transport.activity).toBe(after);
});
