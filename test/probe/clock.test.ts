import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/model/exchange.ts';
import { ServerClock } from '../../src/probe/clock.ts';

const EPOCH = Date.UTC(2026, 0, 1, 12);

/** An answer to a request sent so many ms after noon, by a server that is so far ahead. */
function answer(sent: number, ahead: number, more: Readonly<Record<string, string>> = {}) {
  const stamped = Math.floor((EPOCH + sent + 5 + ahead) / 1000) * 1000;
  const headers = [['Date', new Date(stamped).toUTCString()] as const, ...Object.entries(more)];
  return {
    response: { status: 200, headers, body: '', bodyBytes: 0, truncated: false },
    timing: { sent, firstByte: sent + 10, ended: sent + 12 },
  } as unknown as Exchange;
}

function learn(...answers: Exchange[]) {
  const clock = new ServerClock();
  for (const each of answers) clock.note(each, EPOCH);
  return clock.reading();
}

describe('the offset lies within the uncertainty', () => {
  test.each([0, 250, 999, -5000, 90_000])('%d ms', (ahead) => {
    const one = learn(answer(100, ahead))!;
    expect(Math.abs(one.offset - ahead)).toBeLessThanOrEqual(one.uncertainty);
    expect(one.uncertainty).toBeLessThan(600);
    const many = learn(...Array.from({ length: 40 }, (_, index) => answer(index * 137, ahead)))!;
    expect(Math.abs(many.offset - ahead)).toBeLessThanOrEqual(many.uncertainty);
    expect(many.uncertainty).toBeLessThan(130);
  });
});

test('nothing is known without a Date, or from a cache', () => {
  const { response, timing } = answer(0, 0);
  expect(learn({ response: { ...response!, headers: [] }, timing } as unknown as Exchange)).toBeUndefined();
  expect(learn(answer(0, 0, { Age: '3' }))).toBeUndefined();
  expect(learn({ timing } as unknown as Exchange)).toBeUndefined();
});

test('servers that contradict one another make the reading doubtful, never wrong', () => {
  const reading = learn(answer(0, 0), answer(100, 60_000))!;
  expect(reading.uncertainty).toBeGreaterThan(29_000);
});
