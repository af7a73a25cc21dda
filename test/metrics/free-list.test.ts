import { expect, test } from 'vitest';
import { FreeList } from '../../src/metrics/free-list.ts';

test('what was given back is used again', () => {
  const list = new FreeList(8, () => ({}));
  const first = list.take();
  const second = list.take();
  list.give(first);
  expect(list.take()).toBe(first);
  expect(second).not.toBe(first);
  expect(list.held).toBe(2);
});

test('no more than the given number is kept', () => {
  const list = new FreeList(3, () => ({}));
  const things = Array.from({ length: 10 }, () => list.take());
  expect(list.held).toBe(10);
  for (const thing of things) list.give(thing);
  expect(list.held).toBe(3);
});
