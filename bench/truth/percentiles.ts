export const LEVELS = ['p50', 'p95', 'p99'] as const;
export type Level = (typeof LEVELS)[number];

/** Milliseconds. */
export type Percentiles = Readonly<Record<Level, number>>;

/** Percentiles by nearest rank; not a number when there is no value. */
export function percentilesOf(values: Float64Array): Percentiles {
  const sorted = values.toSorted();
  return { p50: nearestRank(sorted, 50), p95: nearestRank(sorted, 95), p99: nearestRank(sorted, 99) };
}

function nearestRank(sorted: Float64Array, percent: number): number {
  // In whole numbers: 0.95 * 20 is more than 19 in floating point.
  return sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)] ?? Number.NaN;
}
