import { incompleteBeta, inverseBeta } from './beta.ts';

/** Largest number of requests that `neededFor` searches; beyond it no plan could ever send enough. */
const MOST_REQUESTS = 2 ** 50;

/**
 * Exact one-sided upper confidence bound of a proportion (Clopper and Pearson 1934) after k bad of n.
 * k and n may be fractions: counts deflated by a design effect.
 */
export function upperBound(k: number, n: number, alpha: number): number {
  return k >= n ? 1 : inverseBeta(1 - alpha, k + 1, n - k);
}

/** Exact one-sided lower confidence bound of a proportion; 0 when nothing was bad. */
export function lowerBound(k: number, n: number, alpha: number): number {
  return k <= 0 ? 0 : inverseBeta(alpha, k, n - k + 1);
}

/** True when k bad of n prove, at level alpha, that the proportion is at most `bound`. */
export function provesAtMost(bound: number, k: number, n: number, alpha: number): boolean {
  return k < n && incompleteBeta(bound, k + 1, n - k) >= 1 - alpha;
}

/** True when k bad of n prove, at level alpha, that the proportion is above `bound`. */
export function provesAbove(bound: number, k: number, n: number, alpha: number): boolean {
  return k > 0 && k > n * bound && incompleteBeta(bound, k, n - k + 1) <= alpha;
}

/** P(X <= k) for X ~ Binomial(n, p). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : 1 - incompleteBeta(p, Math.floor(k) + 1, n - Math.floor(k));
}

/**
 * Least number of requests in all at which `bad` bad ones prove that the proportion is at most `bound`;
 * `designEffect` says how many requests weigh as much as one independent request. Infinity when none would.
 */
export function neededFor(bound: number, bad: number, alpha = 0.05, designEffect = 1): number {
  return leastTrue((n) => provesAtMost(bound, bad / designEffect, n / designEffect, alpha), bad);
}

/** Least whole number above `from` at which a monotone condition is true; Infinity when there is none. */
export function leastTrue(condition: (n: number) => boolean, from = 0): number {
  let high = Math.max(1, Math.ceil(from));
  while (!condition(high)) {
    if (high > MOST_REQUESTS) return Infinity;
    high *= 2;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (condition(middle)) high = middle;
    else low = middle;
  }
  return high;
}
