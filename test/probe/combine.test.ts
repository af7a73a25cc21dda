import { expect, test } from 'vitest';
import type { Judgement } from '../../src/model/finding.ts';
import { combine } from '../../src/probe/combine.ts';

const part = (name: string, judgement: Partial<Judgement>) => ({
  name,
  judgement: { outcome: 'pass', message: `said of ${name}`, ...judgement } as Judgement,
});

test.each([
  [['pass', 'fail', 'inconclusive'], 'fail'],
  [['pass', 'inconclusive'], 'inconclusive'],
  [['not_applicable', 'pass'], 'pass'],
  [[], 'inconclusive'],
] as const)('of %j the worst counts', (outcomes, wanted) => {
  expect(combine(outcomes.map((outcome, index) => part(`p${index}`, { outcome }))).outcome).toBe(wanted);
});

test('the message names every part that has it, and only those', () => {
  const { message, exchanges } = combine([
    part('a', { outcome: 'fail', exchanges: ['x#1'] }),
    part('b', { exchanges: ['x#2'] }),
    part('c', { outcome: 'fail', exchanges: ['x#3'] }),
  ]);
  expect(message).toBe('a: said of a; c: said of c');
  expect(exchanges).toEqual(['x#1', 'x#3']);
});

test("a part's milder severity counts only when all have one", () => {
  const mild = part('a', { outcome: 'fail', severity: 'low' });
  expect(combine([mild]).severity).toBe('low');
  expect(combine([mild, part('b', { outcome: 'fail', severity: 'medium' })]).severity).toBe('medium');
  expect(combine([mild, part('b', { outcome: 'fail' })]).severity).toBeUndefined();
});
