import { constants } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { ask, type OnStream, serve, transportTo, wait } from './harness.ts';

const TERMINAL = 'data: done\n\n';

/** Server-sent events up to the terminal one, and whatever follows. */
const events =
  (then: (stream: Parameters<OnStream>[0]) => void): OnStream =>
  (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
    stream.write('data: 1\n\n');
    setTimeout(() => stream.write(TERMINAL), 40);
    setTimeout(() => then(stream), 60);
  };

/** Looks for the terminal event, and notes when there was something to see. */
function reader() {
  const seen: number[] = [];
  return {
    seen,
    onChunk: (chunk: Buffer, at: number) => {
      seen.push(at);
      return chunk.includes(TERMINAL);
    },
  };
}

describe('a stream of which all is here that was wanted', () => {
  it.each<[string, (stream: Parameters<OnStream>[0]) => void]>([
    ['ends', (stream) => void stream.end()],
    ['stays open', () => {}],
    ['is reset', (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
    ['is lost', (stream) => stream.session!.destroy()],
  ])('is complete by then, though it %s', async (_, then) => {
    const { url } = await serve(events(then));
    const { seen, onChunk } = reader();
    const ended = await ask(transportTo(url), { onChunk, timeout: 2000 });
    expect(ended).toMatchObject({ status: 200, bytes: 21, code: undefined });
    expect(seen.length).toBe(2);
    expect(ended.firstByte).toBeLessThan(ended.elapsed);
    expect(ended.elapsed).toBeLessThan(1000);
  });

  it('does not hold its session', async () => {
    const resets: number[] = [];
    const { url, sessions } = await serve((stream, headers, number) => {
      stream.on('close', () => resets.push(stream.rstCode));
      events(() => {})(stream, headers, number);
    });
    const transport = transportTo(url);
    for (let n = 0; n < 2; n += 1) await ask(transport, { onChunk: reader().onChunk });
    await wait(20);
    expect(resets).toEqual([constants.NGHTTP2_CANCEL, constants.NGHTTP2_CANCEL]);
    expect(sessions.length).toBe(1);
  });
});

it.each<[string, (stream: Parameters<OnStream>[0]) => void, object]>([
  ['ends is an answer', (stream) => void stream.end(), { code: undefined, bytes: 21 }],
  ['stays open is too late', () => {}, { kind: 'timeout', code: 'timeout' }],
  ['is lost is a failure', (stream) => stream.session!.destroy(), { kind: 'network' }],
])('a stream that lacks what was wanted and %s', async (_, then, expected) => {
  const { url } = await serve(events(then));
  expect(await ask(transportTo(url), { onChunk: () => false, timeout: 200 })).toMatchObject(expected);
});
