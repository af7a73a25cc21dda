import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NOWHERE, type Timed, UnderWay } from '../../../../src/engines/embedded/http2/under-way.ts';

class Item implements Timed {
  place = NOWHERE;
  readonly ended: number[] = [];
  at: number;
  readonly #onLate: () => void;

  constructor(at: number, onLate: () => void) {
    this.at = at;
    this.#onLate = onLate;
  }

  due(): number {
    return this.at;
  }

  late(now: number): void {
    this.ended.push(now);
    this.#onLate();
  }
}

let underWay: UnderWay<Item>;
const start = (at: number, onLate: (item: Item) => void = (item) => underWay.delete(item)): Item => {
  const item: Item = new Item(at, () => onLate(item));
  underWay.add(item);
  return item;
};

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  underWay = new UnderWay(() => Date.now());
});
afterEach(() => void vi.useRealTimers());

it('each is late when it is due, and once', () => {
  const items = [300, 100, 200, 100].map((at) => start(at));
  vi.advanceTimersByTime(1000);
  expect(items.map(({ ended }) => ended)).toEqual([[300], [100], [200], [100]]);
  expect(vi.getTimerCount()).toBe(0);
});

it('one timer serves all, and none is set where nothing is ever due', () => {
  start(Number.POSITIVE_INFINITY);
  expect(vi.getTimerCount()).toBe(0);
  for (let at = 100; at < 1100; at += 1) start(at);
  expect(vi.getTimerCount()).toBe(1);
});

it('one that is over is not late', () => {
  const items = [100, 100, 100, 100].map((at) => start(at));
  for (const item of [items[3], items[0]]) underWay.delete(item!);
  vi.advanceTimersByTime(1000);
  expect(items.map(({ ended }) => ended.length)).toEqual([0, 1, 1, 0]);
});

it('one can be due later than it was, or earlier', () => {
  const [later, earlier] = [start(100), start(1000)];
  later.at = 200;
  earlier.at = 50;
  underWay.watch(earlier);
  vi.advanceTimersByTime(2000);
  expect([later.ended, earlier.ended]).toEqual([[200], [50]]);
});

it('the end of one can be the end or the begin of another', () => {
  const last = start(100);
  const begun: Item[] = [];
  start(90, (item) => {
    underWay.delete(item);
    underWay.delete(last);
    begun.push(start(150));
  });
  vi.advanceTimersByTime(1000);
  expect(last.ended).toEqual([]);
  expect(begun.map(({ ended }) => ended)).toEqual([[150]]);
});
