import { constants } from 'node:http2';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../../../src/engines/embedded/call.ts';
import { serveFrames, uint32 } from './frames.ts';
import { ask, askAll, ok, serve, serveBare, tally, transportTo, wait } from './harness.ts';

const CUT = { kind: 'cut', code: 'cut' } as const;

describe('failing a call', () => {
  it('resets its stream, and only that', async () => {
    const resets: number[] = [];
    const { url, sessions } = await serve((stream, headers) => {
      stream.on('close', () => resets.push(stream.rstCode));
      if (headers[':path'] === '/other') setTimeout(() => ok(stream), 80);
    });
    const transport = transportTo(url);
    const other = ask(transport, { path: '/other' });
    const onSent = (call: Call) => void setTimeout(() => call.carrier!.fail(CUT), 30);
    expect(await ask(transport, { onSent })).toMatchObject({ ...CUT, status: 0 });
    expect(await other).toMatchObject({ status: 200, code: undefined });
    await wait(20);
    expect(resets).toEqual([constants.NGHTTP2_CANCEL, constants.NGHTTP2_NO_ERROR]);
    expect(sessions.length).toBe(1);
  });

  it('ends it while it waits for a connection', async () => {
    const { url } = await serve((stream) => ok(stream));
    const transport = transportTo(url);
    const other = ask(transport);
    expect(await ask(transport, { onSent: (call) => call.carrier!.fail(CUT) })).toMatchObject(CUT);
    expect(await other).toMatchObject({ status: 200 });
  });

  it('makes room for another', async () => {
    const requests: number[] = [];
    const mostTwo = [0, constants.NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, ...uint32(2)];
    const transport = transportTo(await serveFrames((_, stream) => requests.push(stream), mostTwo));
    const onSent = (call: Call) => void setTimeout(() => call.carrier!.fail(CUT), 30);
    for (let n = 0; n < 3; n += 1) await askAll(transport, 2, { onSent });
    expect(requests).toEqual([1, 3, 5, 7, 9, 11]);
    expect(transport.size).toBe(1);
  });
});

describe('closing cuts', () => {
  it('what is under way, and what comes later', async () => {
    const { url, sessions } = await serve(() => {});
    const transport = transportTo(url);
    const ends = askAll(transport, 5);
    await wait(50);
    transport.close();
    expect(tally((await ends).map(({ kind }) => kind))).toEqual({ cut: 5 });
    expect(await ask(transport)).toMatchObject(CUT);
    await wait(20);
    expect(sessions.every(({ destroyed }) => destroyed)).toBe(true);
    expect(transport.size).toBe(0);
  });

  it('what waits for a connection', async () => {
    const transport = transportTo(await serveBare(() => {}));
    const ends = askAll(transport, 2);
    transport.close();
    expect(tally((await ends).map(({ kind }) => kind))).toEqual({ cut: 2 });
    expect(transport.size).toBe(0);
  });
});
