import { expect, test } from 'vitest';
import { Arrivals } from '../../src/http/arrivals.ts';

test('what comes together is one arrival, with its first time', () => {
  const arrivals = new Arrivals();
  for (const [at, bytes] of [
    [5, 10],
    [5.4, 20],
    [9, 30],
  ] as const)
    arrivals.note(at, bytes);
  expect(arrivals.list).toEqual([
    [5, 20],
    [9, 30],
  ]);
});

test('memory is bounded, and the last arrival is known all the same', () => {
  const arrivals = new Arrivals();
  for (let at = 0; at < 10_000; at += 2) arrivals.note(at, at + 1);
  expect(arrivals.list.length).toBe(256);
  expect(arrivals.list.at(-1)).toEqual([9998, 9999]);
});
