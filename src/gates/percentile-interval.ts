import type { Estimate } from '../stats/estimate.ts';
import { nearestRank } from '../stats/quantile-ranks.ts';
import { valueAt } from './buckets.ts';
import type { Judged } from './evaluator.ts';
import type { Requirement } from './requirement.ts';
import type { Buckets } from './tally.ts';

/** Histogram values per shown unit: microseconds of a millisecond, thousandths of a custom value. */
const PARTS = 1000;

interface Shown extends Pick<Judged, 'observed'> {
  readonly interval: NonNullable<Judged['interval']>;
}

/** The observed value of a proportion gate and its interval, in the unit that people know it by. */
export function shownValues(
  { shown, atMost }: Extract<Requirement, { kind: 'proportion' }>,
  values: Buckets,
  told: Estimate,
  critical: () => { readonly most: number; readonly least: number },
): Shown {
  if (shown.quantile !== undefined) {
    const { observed, interval } = percentileOf(shown.quantile, values, told.n, critical());
    return { observed, interval: [atMost ? null : interval[0], interval[1]] };
  }
  const { n, k, lower, upper } = told;
  if (!shown.complement) return { observed: k / n, interval: [lower, upper] };
  return { observed: 1 - k / n, interval: [1 - upper, 1 - lower] };
}

/**
 * Percentile by nearest rank, and its bounds by inversion: the greatest value of which it is proven that the
 * percentile is not below it, the least of which it is proven that it is not above it. An end is `null` where it is
 * not bounded by the data: too few requests, or it lies among the failures.
 */
function percentileOf(
  quantile: number,
  values: Buckets,
  n: number,
  critical: { most: number; least: number },
): Shown {
  const { most, least } = critical;
  return {
    observed: scaled(valueAt(values, nearestRank(n, quantile))),
    interval: [
      least === Infinity ? null : scaled(valueAt(values, n - least + 1)),
      most < 0 ? null : scaled(valueAt(values, n - most)),
    ],
  };
}

function scaled(value: number | null): number | null {
  return value === null ? null : value / PARTS;
}
