import { binomialCdf } from './binomial.ts';

/**
 * Ranks (1-based, of the sorted values) that bound the quantile `phi` without any assumption on the distribution,
 * one-sided at level alpha each. `high` is Infinity and `low` is 0 where n is too small to bound it.
 */
export function quantileRanks(
  n: number,
  phi: number,
  alpha = 0.05,
): { readonly low: number; readonly high: number } {
  return { low: lowRank(n, phi, alpha), high: highRank(n, phi, alpha) };
}

/** Nearest rank of the quantile `phi`: an observed value, never an interpolation. */
export function nearestRank(n: number, phi: number): number {
  return Math.max(1, Math.ceil(phi * n - 1e-9));
}

/** Smallest r with P(Bin(n, phi) <= r - 1) >= 1 - alpha. */
function highRank(n: number, phi: number, alpha: number): number {
  if (binomialCdf(n - 1, n, phi) < 1 - alpha) return Infinity;
  let low = 0;
  let high = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle - 1, n, phi) >= 1 - alpha) high = middle;
    else low = middle;
  }
  return high;
}

/** Largest l with P(Bin(n, phi) >= l) >= 1 - alpha. */
function lowRank(n: number, phi: number, alpha: number): number {
  let low = 0;
  let high = n + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (1 - binomialCdf(middle - 1, n, phi) >= 1 - alpha) low = middle;
    else high = middle;
  }
  return low;
}
