import type { LoadScenario } from '../model/engine.ts';
import { plannedDuration } from './rates.ts';

/** When a scenario runs, in ms from the start of its kind (loads first, floods after all loads). */
export interface Span {
  readonly name: string;
  readonly start: number;
  /** Latest planned end, graceful stop aside. */
  readonly end: number;
}

/** Planned spans of scenarios of one kind, following `startTime` and `after`. */
export function timeline(scenarios: readonly LoadScenario[]): Span[] {
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  const startOf = (name: string, seen: ReadonlySet<string>): number => {
    const spec = byName.get(name)?.spec;
    if (!spec || seen.has(name)) return 0;
    return spec.startTime + (spec.after === undefined ? 0 : endOf(spec.after, new Set([...seen, name])));
  };
  const endOf = (name: string, seen: ReadonlySet<string>): number => {
    const spec = byName.get(name)?.spec;
    return spec && !seen.has(name) ? startOf(name, seen) + plannedDuration(spec) : 0;
  };
  return scenarios.map(({ name }) => ({
    name,
    start: startOf(name, new Set()),
    end: endOf(name, new Set()),
  }));
}

/** Highest sum of values of spans that overlap. */
export function peakOverlap(
  spans: readonly (Pick<Span, 'start' | 'end'> & { readonly value: number })[],
): number {
  const at = (moment: number) =>
    spans.reduce((sum, { start, end, value }) => (start <= moment && moment < end ? sum + value : sum), 0);
  return Math.max(0, ...spans.map(({ start }) => at(start)));
}
