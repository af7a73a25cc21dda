import { constants } from 'node:http2';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  DATA,
  END_HEADERS,
  frame,
  GOAWAY,
  HEADERS,
  RST_STREAM,
  SETTINGS,
  STATUS_200,
  serveFrames,
  uint32,
} from './frames.ts';
import { ask, askAll, type OnStream, ok, serve, serveBare, tally, transportTo, wait } from './harness.ts';

const answerHead = (stream: number) => frame(HEADERS, END_HEADERS, stream, STATUS_200);
const part = (stream: number) => frame(DATA, 0, stream, [1, 2, 3, 4]);

describe('a stream that is reset with', () => {
  it.each([
    ['NGHTTP2_INTERNAL_ERROR', constants.NGHTTP2_INTERNAL_ERROR],
    ['NGHTTP2_CANCEL', constants.NGHTTP2_CANCEL],
    ['NGHTTP2_ENHANCE_YOUR_CALM', constants.NGHTTP2_ENHANCE_YOUR_CALM],
    ['NGHTTP2_HTTP_1_1_REQUIRED', constants.NGHTTP2_HTTP_1_1_REQUIRED],
    ['NGHTTP2_INTERNAL_ERROR', 0xffff],
  ])('%s (%d) fails, before its answer and inside it', async (code, reset) => {
    const url = await serveFrames((socket, stream) => {
      if (stream > 1) socket.write(Buffer.concat([answerHead(stream), part(stream)]));
      setTimeout(() => socket.write(frame(RST_STREAM, 0, stream, uint32(reset))), 10);
    });
    const transport = transportTo(url);
    expect(await ask(transport)).toMatchObject({ status: 0, kind: 'network', code });
    expect(await ask(transport, { capture: 9 })).toMatchObject({
      status: 200,
      bytes: 4,
      kind: 'network',
      code,
    });
  });

  it.each([
    ['no error before its answer', [], { status: 0, code: 'closed' }],
    ['no error after its head', [answerHead(1)], { status: 200, code: 'truncated' }],
    ['no error inside its body', [answerHead(1), part(1)], { status: 200, bytes: 4, code: 'truncated' }],
  ])('%s is not taken for complete', async (_, before, expected) => {
    const url = await serveFrames((socket, stream) => {
      for (const bytes of before) socket.write(bytes);
      socket.write(frame(RST_STREAM, 0, stream, uint32(constants.NGHTTP2_NO_ERROR)));
    });
    expect(await ask(transportTo(url), { capture: 9 })).toMatchObject({ kind: 'network', ...expected });
  });

  it('an error takes nothing from the others', async () => {
    const { url, sessions } = await serve((stream, _, { stream: number }) => {
      if (number % 2 === 0) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      else setTimeout(() => ok(stream), 30);
    });
    const ends = await askAll(transportTo(url), 10);
    expect(tally(ends.map(({ status }) => status))).toEqual({ 0: 5, 200: 5 });
    expect(sessions.length).toBe(1);
  });
});

const lines = (count: number, length: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, 'ab'.repeat(length / 2)]));

describe('an answer', () => {
  const states =
    (length: number, body: string): OnStream =>
    (stream) => {
      stream.respond({ ':status': 200, 'content-length': length });
      stream.end(body);
    };

  it.each<[string, OnStream, string]>([
    ['that is shorter than it states', states(10, 'short'), 'NGHTTP2_PROTOCOL_ERROR'],
    ['that is longer than it states', states(2, 'longer'), 'NGHTTP2_PROTOCOL_ERROR'],
    ['with 600 kB of headers', (stream) => stream.respond(lines(20, 30_000)), 'head-too-large'],
  ])('%s is a failure, which takes nothing from the next', async (_, onStream, code) => {
    const bad: OnStream = (stream, headers, number) =>
      headers[':path'] === '/good' ? ok(stream) : onStream(stream, headers, number);
    const { url } = await serve(bad, { maxSendHeaderBlockLength: 4_000_000 });
    const transport = transportTo(url);
    expect(await ask(transport)).toMatchObject({ kind: 'network', code });
    expect(await ask(transport, { path: '/good' })).toMatchObject({ status: 200, code: undefined });
  });

  it.each([
    ['60 kB of headers', lines(2, 30_000)],
    ['1000 headers', lines(1000, 10)],
  ])('may have %s', async (_, headers) => {
    const { url } = await serve((stream) => stream.respond(headers, { endStream: true }));
    expect(await ask(transportTo(url))).toMatchObject({ status: 200, code: undefined });
  });
});

describe('a connection', () => {
  const bad = [0x00, 3, 0x41, 0x20, 0x61, 1, 0x62];
  it.each<[string, (socket: Socket, stream: number) => void, string]>([
    ['closes', (socket) => socket.end(), 'closed'],
    ['closes inside an answer', (socket) => socket.end(answerHead(1)), 'closed'],
    ['closes inside a frame', (socket) => socket.end(answerHead(1).subarray(0, 9)), 'closed'],
    ['is reset', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
    [
      'closes after GOAWAY',
      (socket) => socket.end(frame(GOAWAY, 0, 0, [...uint32(1), ...uint32(0)])),
      'goaway',
    ],
    [
      'is reset with GOAWAY',
      (socket) => socket.write(frame(GOAWAY, 0, 0, [...uint32(1), ...uint32(2)])),
      'goaway',
    ],
    ['has an answer to nobody', (socket) => socket.write(answerHead(77)), 'NGHTTP2_PROTOCOL_ERROR'],
    [
      'has a broken header block',
      (socket) => socket.write(frame(HEADERS, END_HEADERS, 1, Array(6).fill(0xff))),
      'NGHTTP2_PROTOCOL_ERROR',
    ],
    [
      'has a header that is none',
      (socket) => socket.write(frame(HEADERS, END_HEADERS, 1, [...STATUS_200, ...bad])),
      'NGHTTP2_PROTOCOL_ERROR',
    ],
    [
      'has a status of 101',
      (socket) => socket.write(frame(HEADERS, END_HEADERS, 1, [0x08, 3, 0x31, 0x30, 0x31])),
      'NGHTTP2_PROTOCOL_ERROR',
    ],
    [
      'has settings that are none',
      (socket) => socket.write(frame(SETTINGS, 0, 0, [0, 4, 0xff, 0xff, 0xff, 0xff])),
      'NGHTTP2_FLOW_CONTROL_ERROR',
    ],
    [
      'has a frame of the wrong size',
      (socket) => socket.write(frame(RST_STREAM, 0, 1, [0])),
      'NGHTTP2_PROTOCOL_ERROR',
    ],
  ])('that %s is a failure with a code', async (_, act, code) => {
    const url = await serveFrames((socket, stream) => void setTimeout(() => act(socket, stream), 10));
    expect(await ask(transportTo(url), { timeout: 5000 })).toMatchObject({ kind: 'network', code });
  });

  it('that speaks HTTP/1.1 is a failure with a code', async () => {
    const url = await serveBare((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    expect(await ask(transportTo(url))).toMatchObject({ kind: 'network', code: 'NGHTTP2_PROTOCOL_ERROR' });
  });

  it('that is refused fails whatever waited for it', async () => {
    const transport = transportTo('http://127.0.0.1:1');
    const ends = await askAll(transport, 3);
    expect(ends.map(({ kind, code }) => `${kind} ${code}`)).toEqual(Array(3).fill('network ECONNREFUSED'));
    expect(transport.size).toBe(0);
  });

  it('that is lost is replaced', async () => {
    const { url, sessions } = await serve((stream) => ok(stream));
    const transport = transportTo(url);
    for (let n = 0; n < 3; n += 1) {
      expect((await ask(transport)).status).toBe(200);
      sessions[n]!.destroy();
      await wait(30);
    }
    expect(sessions.length).toBe(3);
    expect(transport.size).toBe(0);
  });
});
