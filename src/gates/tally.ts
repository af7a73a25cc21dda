import { bucketOf } from '../metrics/histogram.ts';
import type { Outcome } from '../model/sample.ts';
import type { Window } from '../model/window.ts';
import { type Group, groupsOf } from './groups.ts';
import { ANSWERED } from './outcomes.ts';
import type { Measure, Scope } from './requirement.ts';

/** What one window says of a measure. */
export interface Tally {
  n: number;
  /** Bad ones, slow or failed. */
  k: number;
  /** Bad ones that failed outright, whatever the time: nothing that a slow generator could have caused. */
  failed: number;
  /** Those, and the ones that missed the bound by more than a generator that lags a little could explain. */
  far: number;
}

/** How far beyond a bound, in histogram values: 100 ms. */
const FAR = 100_000;

/** Counts of values by bucket: plain data that may be written and read back. */
export type Buckets = Record<string, number>;

/** Counts the bad ones of a window; good values are added to `values`, where percentiles are to be shown. */
export function tallyOf(measure: Measure, selector: Scope, window: Window, values?: Buckets): Tally {
  const tally: Tally = { n: 0, k: 0, failed: 0, far: 0 };
  if (measure.kind === 'custom') {
    for (const custom of customsOf(measure.name, selector, window))
      timed(tally, custom.histogram, measure.limit, values);
    // A scenario's own number is no time that a late request could spoil.
    tally.far = tally.k;
    return tally;
  }
  for (const group of groupsOf(window, selector))
    COUNTERS[measure.kind](tally, group, measure as never, values);
  return tally;
}

type Counter<K extends Measure['kind']> = (
  tally: Tally,
  group: Group,
  measure: Extract<Measure, { kind: K }>,
  values: Buckets | undefined,
) => void;

const COUNTERS: { readonly [K in Exclude<Measure['kind'], 'custom'>]: Counter<K> } = {
  outcomes(tally, { outcome, count }, { bad, limited }) {
    if (outcome === 'cut' || (outcome === '429' && !limited)) return;
    tally.n += count;
    if (!bad.includes(outcome)) return;
    tally.k += count;
    tally.failed += count;
    tally.far += count;
  },

  slower(tally, { outcome, count, buckets }, { timing, limit }, values) {
    if (outcome === '429') return;
    if (outcome === 'cut') return addOlder(tally, buckets('latency'), limit);
    if (outcome !== 'ok') return addFailed(tally, count);
    const histogram = buckets(timing);
    const before = tally.n;
    timed(tally, histogram, limit, values);
    // A right answer without the timing, such as a stream without an event, never came within any bound.
    addFailed(tally, count - (tally.n - before));
  },

  duration(tally, { outcome, buckets }, { limit }, values) {
    if (ANSWERED.includes(outcome)) timed(tally, buckets('service'), limit, values);
  },

  connect(tally, { outcome, count, buckets }, { limit }, values) {
    if (outcome === 'cut' || outcome === 'dropped') return;
    const before = tally.n;
    timed(tally, buckets('connect'), limit, values);
    // A network error without a connection is an attempt to connect that failed.
    if (outcome === 'network') addFailed(tally, count - (tally.n - before));
  },
};

/** How many requests of the given outcomes a window holds. */
export function countOf(outcomes: readonly Outcome[], selector: Scope, window: Window): number {
  let count = 0;
  for (const group of groupsOf(window, selector)) if (outcomes.includes(group.outcome)) count += group.count;
  return count;
}

function customsOf(name: string, selector: Scope, window: Window) {
  return window.customs.filter(
    (custom) =>
      custom.custom === name &&
      custom.phase === 'load' &&
      custom.arm === (selector.arm ?? 'canary') &&
      (selector.scenario === undefined || custom.scenario === selector.scenario),
  );
}

function addFailed(tally: Tally, count: number): void {
  tally.n += count;
  tally.k += count;
  tally.failed += count;
  tally.far += count;
}

/** Requests that our own stop cut off count only where they were already slower than the bound. */
function addOlder(tally: Tally, ages: readonly number[], limit: number): void {
  const aged: Tally = { n: 0, k: 0, failed: 0, far: 0 };
  timed(aged, ages, limit, undefined);
  tally.n += aged.k;
  tally.k += aged.k;
  tally.far += aged.far;
}

/** Equal to three digits is within: the bucket of the limit counts whole. */
function timed(tally: Tally, histogram: readonly number[], limit: number, values: Buckets | undefined): void {
  const last = bucketOf(limit);
  const far = bucketOf(limit + FAR);
  for (let at = 0; at + 1 < histogram.length; at += 2) {
    const index = histogram[at] as number;
    const count = histogram[at + 1] as number;
    tally.n += count;
    if (index > last) tally.k += count;
    if (index > far) tally.far += count;
    if (values) values[index] = (values[index] ?? 0) + count;
  }
}
