import type { Bucket, Cumulative } from './answer.ts';

/** What was counted between two samples of a series; the first sample counts from nothing, as k6 does. */
export interface Increment {
  /** The sample before, in ms since 1970; before all time where there was none. */
  readonly from: number;
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly Bucket[];
}

/**
 * Growth of one cumulative series, sample by sample. Nothing is extrapolated, as `increase()` does: what the samples
 * say is what was counted. A series that falls was begun anew, and counts from nothing again.
 */
export class Growth {
  /** How often it was begun anew. */
  resets = 0;
  #last: Cumulative | undefined;

  /** What has been added since the sample before; undefined for one that is known already, and for no growth. */
  take(sample: Cumulative): Increment | undefined {
    const last = this.#last;
    if (last !== undefined && sample.at <= last.at) return undefined;
    this.#last = sample;
    const added = last === undefined ? sample.buckets : difference(last, sample);
    if (added === undefined) this.resets += 1;
    const before = added === undefined ? undefined : last;
    const count = sample.count - (before?.count ?? 0);
    if (count === 0) return undefined;
    return {
      from: last?.at ?? Number.NEGATIVE_INFINITY,
      at: sample.at,
      count,
      sum: sample.sum - (before?.sum ?? 0),
      buckets: added ?? sample.buckets,
    };
  }
}

/** Undefined where something became less: the counter was begun anew. */
function difference(before: Cumulative, after: Cumulative): Bucket[] | undefined {
  if (after.count < before.count) return undefined;
  const known = new Map(before.buckets.map((bucket) => [bucket.upper, bucket]));
  const added: Bucket[] = [];
  for (const bucket of after.buckets) {
    const { count = 0, lower } = known.get(bucket.upper) ?? {};
    if (bucket.count < count || (lower !== undefined && lower !== bucket.lower)) return undefined;
    known.delete(bucket.upper);
    if (bucket.count > count) added.push({ ...bucket, count: bucket.count - count });
  }
  return known.size > 0 ? undefined : added;
}
