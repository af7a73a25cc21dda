import { describe, expect, test } from 'vitest';
import { endsInsideEvent, readEvents } from '../../../src/probe/streams/event-stream.ts';

const answer = (body: string, arrivals?: readonly (readonly [number, number])[]) => ({
  response: {
    status: 200,
    headers: [],
    body,
    bodyBytes: Buffer.byteLength(body),
    truncated: false,
    ...(arrivals && { arrivals }),
  },
});

describe('readEvents', () => {
  test('tells when the last byte of each event came', () => {
    const body = 'data: é\n\ndata: 2\n\n';
    const { events } = readEvents(
      answer(body, [
        [10, 7],
        [20, 12],
        [35, Buffer.byteLength(body)],
      ]),
    );
    expect(events).toEqual([
      { event: 'message', data: 'é', at: 20 },
      { event: 'message', data: '2', at: 35 },
    ]);
  });

  test('knows no times where the bytes are no longer those that came', () => {
    const { response } = answer('data: «secret»\n\n', [[10, 99]]);
    const { events } = readEvents({ response: { ...response, bodyBytes: 99 } });
    expect(events).toEqual([{ event: 'message', data: '«secret»' }]);
  });

  test('tells reconnection times from what is ignored', () => {
    const { retries, badRetries } = readEvents(answer('retry: 100\n\nretry: 3s\n\n'));
    expect([retries, badRetries]).toEqual([[100], ['3s']]);
  });
});

test.each([
  ['', false],
  ['data: x\n\n', false],
  ['data: x\r\n\r\n', false],
  ['data: x\r\r', false],
  ['\uFEFFdata: x\n\n', false],
  ['data: x\n\n: comment', false],
  ['data: x\n\nid: 1\n', false],
  ['data: x\n\ndatabase: x', false],
  ['data: x\n', true],
  ['data: x', true],
  ['data\n', true],
  ['\uFEFFdata: x', true],
  ['data: x\n\nevent: y\ndata: z\r\n', true],
])('endsInsideEvent(%j) is %s', (body, inside) => {
  expect(endsInsideEvent(body)).toBe(inside);
});
