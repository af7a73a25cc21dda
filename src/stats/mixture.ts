import { incompleteBeta } from './beta.ts';
import { lnBeta } from './gamma.ts';

/**
 * Time-uniform evidence about a proportion: likelihood ratios against `p`, mixed over a Beta(1, 1/scale) prior that is
 * cut off at `p` (Robbins 1970; Howard, Ramdas, McAuliffe, Sekhon 2021). Under the hypothesis the mixture is a
 * supermartingale, so by Ville's inequality it may be looked at as often as one likes.
 */
export interface Mixture {
  /** Roughly where the interesting proportions lie: the bound of the gate. */
  readonly scale: number;
}

/** Log evidence that the proportion is below `p`; proven at level alpha once it reaches ln(1/alpha). */
export function evidenceBelow(p: number, k: number, n: number, { scale }: Mixture): number {
  const b = 1 / scale;
  const posterior = incompleteBeta(p, 1 + k, b + n - k);
  const prior = incompleteBeta(p, 1, b);
  return mixed(p, k, n, b) + Math.log(posterior) - Math.log(prior);
}

/** Log evidence that the proportion is above `p`. */
export function evidenceAbove(p: number, k: number, n: number, { scale }: Mixture): number {
  const b = 1 / scale;
  const posterior = incompleteBeta(1 - p, b + n - k, 1 + k);
  const prior = incompleteBeta(1 - p, b, 1);
  return mixed(p, k, n, b) + Math.log(posterior) - Math.log(prior);
}

/** Largest log evidence that any mixture could reach: a cheap test before the dear one. */
export function mostEvidence(p: number, k: number, n: number): number {
  const good = n - k;
  const bad = k > 0 ? k * Math.log(k / (n * p)) : 0;
  return bad + (good > 0 ? good * Math.log(good / (n * (1 - p))) : 0);
}

/** Time-uniform one-sided upper bound. */
export function mixtureUpper(k: number, n: number, alpha: number, mixture: Mixture): number {
  if (k >= n) return 1;
  return bisect(k / n, 1, (p) => evidenceBelow(p, k, n, mixture) < Math.log(1 / alpha));
}

/** Time-uniform one-sided lower bound. */
export function mixtureLower(k: number, n: number, alpha: number, mixture: Mixture): number {
  if (k <= 0) return 0;
  return bisect(0, k / n, (p) => evidenceAbove(p, k, n, mixture) >= Math.log(1 / alpha));
}

function mixed(p: number, k: number, n: number, b: number): number {
  return lnBeta(1 + k, b + n - k) - lnBeta(1, b) - k * Math.log(p) - (n - k) * Math.log1p(-p);
}

/** Where a condition that is true at `low` turns false on the way to `high`. */
function bisect(low: number, high: number, holds: (p: number) => boolean): number {
  let [from, to] = [low, high];
  for (let round = 0; round < 60; round += 1) {
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) break;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return to;
}
