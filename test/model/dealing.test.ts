import { expect, test } from 'vitest';
import { numberOf, shareOf, usesOf } from '../../src/model/dealing.ts';
import type { Use } from '../../src/model/identity.ts';

const ALL: readonly Use[] = ['load', 'check', 'flood'];

test.each<[Use | Use[], number, number[]]>([
  ['load', 5, [5, 0, 0]],
  [['check'], 5, [0, 5, 0]],
  [['load', 'check'], 5, [3, 2, 0]],
  [['flood', 'load'], 1, [0, 0, 1]],
  [['flood', 'check', 'load'], 7, [2, 2, 3]],
])('%j over %d', (given, total, shares) => {
  const uses = usesOf(given);
  expect(ALL.map((use) => shareOf(uses, use, total))).toEqual(shares);
  const numbers = uses.flatMap((use) =>
    Array.from({ length: shareOf(uses, use, total) }, (_, index) => numberOf(uses, use, index)),
  );
  // Every identity belongs to exactly one use.
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, number) => number));
});
