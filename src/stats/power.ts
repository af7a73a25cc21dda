import { binomialCdf, provesAbove, provesAtMost } from './binomial.ts';
import { evidenceBelow } from './mixture.ts';

/** How likely a fixed number of independent requests is to settle a gate, for an assumed truth. */
export interface Chances {
  readonly pass: number;
  readonly fail: number;
}

export interface PowerQuery {
  /** The largest proportion that the gate allows. */
  readonly bound: number;
  /** The assumed true proportion. */
  readonly truth: number;
  readonly n: number;
  readonly alpha: number;
  /** Level of a violation: alpha shared among the gates. */
  readonly failAlpha: number;
  /** A pass is proven time-uniformly, at the end at the latest. */
  readonly sequential?: boolean;
}

/** Chance of a proven pass and of a proven violation after n independent requests. */
export function chances({ bound, truth, n, alpha, failAlpha, sequential = false }: PowerQuery): Chances {
  if (n < 1) return { pass: 0, fail: 0 };
  const within = (k: number) =>
    sequential
      ? k < n * bound && evidenceBelow(bound, k, n, { scale: bound }) >= Math.log(1 / alpha)
      : provesAtMost(bound, k, n, alpha);
  const mostGood = lastTrue(n, within);
  const leastBad = lastTrue(n, (k) => !provesAbove(bound, k, n, failAlpha)) + 1;
  return {
    pass: binomialCdf(mostGood, n, truth),
    fail: leastBad > n ? 0 : 1 - binomialCdf(leastBad - 1, n, truth),
  };
}

/** Largest k of 0..n for which a condition that turns false once still holds; -1 when it never does. */
function lastTrue(n: number, condition: (k: number) => boolean): number {
  let low = -1;
  let high = n + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (condition(middle)) low = middle;
    else high = middle;
  }
  return low;
}
