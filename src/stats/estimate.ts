import { leastTrue, lowerBound, neededFor, provesAbove, provesAtMost, upperBound } from './binomial.ts';
import { evidenceAbove, evidenceBelow, mixtureLower, mixtureUpper } from './mixture.ts';
import { effectOf, LEAST_WINDOWS, type Proportion, type Rule } from './proportion.ts';

/** What is known of a proportion, for people. */
export interface Estimate {
  readonly n: number;
  readonly k: number;
  /** Independent requests that would tell as much. */
  readonly nEffective: number;
  readonly designEffect: number;
  /** One-sided bounds, each at level alpha. */
  readonly lower: number;
  readonly upper: number;
  /** Requests in all at which the present count of bad ones proves the bound; Infinity when none would. */
  readonly needed: number;
  readonly method: string;
  /** Too few windows to measure how bad requests cluster. */
  readonly independenceAssumed: boolean;
}

/** Bounds and the number of requests needed, by the same rule that decides. */
export function estimate(memory: Proportion, rule: Rule): Estimate {
  const effect = effectOf(memory, rule);
  const [k, n] = [memory.k / effect, memory.n / effect];
  const mixture = { scale: rule.bound };
  const { alpha, sequential } = rule;
  return {
    n: memory.n,
    k: memory.k,
    nEffective: n,
    designEffect: effect,
    lower: sequential ? mixtureLower(k, n, alpha, mixture) : lowerBound(k, n, alpha),
    upper: sequential ? mixtureUpper(k, n, alpha, mixture) : upperBound(k, n, alpha),
    needed: sequential
      ? neededSequentially(memory.k, effect, rule)
      : neededFor(rule.bound, memory.k, alpha, effect),
    method: sequential ? 'time-uniform beta-binomial mixture' : 'exact binomial (Clopper-Pearson)',
    independenceAssumed: memory.windows < LEAST_WINDOWS,
  };
}

/**
 * The most bad ones that would still prove the bound, and the least that would prove it broken, one-sided at level
 * alpha each: what turns a proportion into ranks. -1 and Infinity where no count would.
 */
export function criticalCounts(
  memory: Proportion,
  rule: Rule,
): { readonly most: number; readonly least: number } {
  const effect = effectOf(memory, rule);
  const n = memory.n / effect;
  const { bound, alpha } = rule;
  const wanted = Math.log(1 / alpha);
  const within = (k: number) =>
    rule.sequential
      ? k < n * bound && evidenceBelow(bound, k, n, { scale: bound }) >= wanted
      : provesAtMost(bound, k, n, alpha);
  const above = (k: number) =>
    rule.sequential
      ? k > n * bound && evidenceAbove(bound, k, n, { scale: bound }) >= wanted
      : provesAbove(bound, k, n, alpha);
  const least = leastTrue((k) => k > memory.n || above(k / effect));
  return {
    most: leastTrue((k) => k > memory.n || !within((k - 1) / effect)) - 2,
    least: least > memory.n ? Infinity : least,
  };
}

function neededSequentially(bad: number, effect: number, { bound, alpha }: Rule): number {
  const proves = (n: number) =>
    bad < n * bound &&
    evidenceBelow(bound, bad / effect, n / effect, { scale: bound }) >= Math.log(1 / alpha);
  return leastTrue(proves, bad);
}
