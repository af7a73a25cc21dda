/** The least value with at least this share of the values at or below it. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** How far a quantile may be from the server's own, in ms: 3 % and 1 ms. */
export const toleranceOf = (wanted: number): number => 0.03 * wanted + 1;
