import { expect, test } from 'vitest';
import { lnBeta, lnGamma } from '../../src/stats/gamma.ts';

test.each([
  [0.5, Math.log(Math.sqrt(Math.PI))],
  [0.25, 1.2880225246980772],
  [1, 0],
  [2, 0],
  [10, Math.log(362_880)],
  [100.5, 361.4355404677776],
  [1e6, 12815504.569147611],
])('lnGamma(%d)', (x, expected) => {
  expect(lnGamma(x)).toBeCloseTo(expected, expected > 1e6 ? 4 : 10);
});

test('lnBeta(2, 3) is ln(1/12)', () => {
  expect(lnBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 12);
});
