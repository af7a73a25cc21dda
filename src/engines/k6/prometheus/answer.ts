import { z } from 'zod';
import { StartError } from '../../../model/errors.ts';

/** Values of one bucket of a native histogram: above `lower`, up to `upper`, in the unit of the metric. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/** A cumulative native histogram at an instant. */
export interface Cumulative {
  /** In ms since 1970. */
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly Bucket[];
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly { readonly at: number; readonly value: number }[];
  readonly histograms: readonly Cumulative[];
}

/** Prometheus writes every number but those of time as text. */
const Written = z.string().transform(Number);
const At = z.number().transform((seconds) => Math.round(seconds * 1000));
const Histogram = z.object({
  count: Written,
  sum: Written,
  buckets: z.array(z.tuple([z.number(), Written, Written, Written])).default([]),
});
const Matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      values: z.array(z.tuple([At, Written])).default([]),
      histograms: z.array(z.tuple([At, Histogram])).default([]),
    }),
  ),
});

/** The series of a range of raw samples (Prometheus HTTP API). Throws a `StartError` for anything else. */
export function seriesOf(data: unknown): Series[] {
  const parsed = Matrix.safeParse(data);
  if (!parsed.success) throw new StartError('the answer of Prometheus is not that of its query API');
  return parsed.data.result.map(({ metric, values, histograms }) => ({
    labels: metric,
    values: values.map(([at, value]) => ({ at, value })),
    histograms: histograms.map(([at, { count, sum, buckets }]) => ({
      at,
      count,
      sum,
      buckets: buckets.map(([, lower, upper, inside]) => ({ lower, upper, count: inside })),
    })),
  }));
}
