import { expect, test } from 'vitest';
import { incompleteBeta, inverseBeta } from '../../src/stats/beta.ts';

test.each([
  { x: 0.3, a: 1, b: 1, expected: 0.3 },
  { x: 0.5, a: 2, b: 2, expected: 0.5 },
  { x: 0.2, a: 2, b: 3, expected: 1 - 0.8 ** 4 - 4 * 0.2 * 0.8 ** 3 },
  { x: 0.1, a: 1, b: 10, expected: 1 - 0.9 ** 10 },
  { x: 0, a: 2, b: 3, expected: 0 },
  { x: 1, a: 2, b: 3, expected: 1 },
])('I_$x($a, $b)', ({ x, a, b, expected }) => {
  expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 13);
});

test.each([
  [0.05, 1, 598],
  [0.95, 6, 995],
  [0.5, 0.3, 7.5],
  [0.001, 500, 9501],
  [0.999, 5e4, 1e6],
])('the inverse undoes it: p %d, Beta(%d, %d)', (p, a, b) => {
  expect(incompleteBeta(inverseBeta(p, a, b), a, b)).toBeCloseTo(p, 9);
});

test('the symmetry I_x(a, b) = 1 - I_(1-x)(b, a) holds for fractions', () => {
  for (const x of [0.01, 0.2, 0.5, 0.9])
    expect(incompleteBeta(x, 1.7, 23.4)).toBeCloseTo(1 - incompleteBeta(1 - x, 23.4, 1.7), 12);
});
