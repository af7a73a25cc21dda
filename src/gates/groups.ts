import type { Outcome } from '../model/sample.ts';
import type { SeriesWindow, Timing, Window } from '../model/window.ts';
import type { Scope } from './requirement.ts';

/** All requests of one window, selector and outcome. */
export interface Group {
  readonly outcome: Outcome;
  readonly count: number;
  /** Bucket index and count by turns, in no order. */
  buckets(timing: Timing): readonly number[];
}

/** Dozens of gates look at the same few selections of hundreds of series: each is made once per window. */
const made = new WeakMap<Window, Map<string, readonly Group[]>>();

/** The load that a gate is about, by outcome. */
export function groupsOf(window: Window, selector: Scope): readonly Group[] {
  const { arm = 'canary', endpoint, scenario, streams } = selector;
  const key = JSON.stringify([arm, endpoint, scenario, selector.class, streams]);
  const known = made.get(window) ?? new Map<string, readonly Group[]>();
  made.set(window, known);
  let groups = known.get(key);
  if (!groups) {
    groups = group(selected(window, selector));
    known.set(key, groups);
  }
  return groups;
}

function selected({ series }: Window, selector: Scope): SeriesWindow[] {
  const arm = selector.arm ?? 'canary';
  return series.filter(
    ({ key }) =>
      key.phase === 'load' &&
      key.arm === arm &&
      (selector.endpoint === undefined || key.endpoint === selector.endpoint) &&
      (selector.streams === undefined || selector.streams.includes(key.endpoint)) &&
      (selector.scenario === undefined || key.scenario === selector.scenario) &&
      (selector.class === undefined || key.identityClass === selector.class),
  );
}

function group(series: readonly SeriesWindow[]): Group[] {
  const byOutcome = Map.groupBy(series, ({ key }) => key.outcome);
  return [...byOutcome].map(([outcome, members]) => {
    const merged = new Map<Timing, readonly number[]>();
    return {
      outcome,
      count: members.reduce((sum, { count }) => sum + count, 0),
      buckets(timing) {
        const buckets = merged.get(timing) ?? merge(members, timing);
        merged.set(timing, buckets);
        return buckets;
      },
    };
  });
}

function merge(series: readonly SeriesWindow[], timing: Timing): readonly number[] {
  const counts = new Map<number, number>();
  for (const { histograms } of series) {
    const histogram = histograms[timing] ?? [];
    for (let at = 0; at + 1 < histogram.length; at += 2) {
      const index = histogram[at] as number;
      counts.set(index, (counts.get(index) ?? 0) + (histogram[at + 1] as number));
    }
  }
  return [...counts].flat();
}
