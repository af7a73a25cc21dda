import { highestOf } from '../metrics/histogram.ts';
import type { Buckets } from './tally.ts';

/**
 * Value of a rank (1-based) among values of which those beyond the buckets are infinite: failures are slower than
 * everything. `null` where the rank falls among them.
 */
export function valueAt(buckets: Buckets, rank: number): number | null {
  let seen = 0;
  // Whole-number keys of an object come in ascending order.
  for (const [index, count] of Object.entries(buckets)) {
    seen += count;
    if (seen >= rank) return highestOf(Number(index));
  }
  return null;
}
