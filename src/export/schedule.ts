import { mostUsers, SPARE } from '../engines/k6/options.ts';
import type { LoadScenario } from '../model/engine.ts';
import { plannedDuration } from '../plan/rates.ts';
import { peakOverlap } from '../plan/timeline.ts';

/**
 * When each scenario begins, in ms from the start of the load. k6 knows no `after`: who waits for another begins when
 * that one's last request must have ended, however early it did.
 */
export function startTimes(scenarios: readonly LoadScenario[]): ReadonlyMap<string, number> {
  const byName = new Map(scenarios.map(({ name, spec }) => [name, spec]));
  const startOf = (name: string, waiting: ReadonlySet<string>): number => {
    const spec = byName.get(name)!;
    const before = spec.after === undefined ? undefined : byName.get(spec.after);
    if (spec.after === undefined || !before || waiting.has(spec.after)) return spec.startTime;
    const begun = startOf(spec.after, new Set([...waiting, name]));
    return spec.startTime + begun + plannedDuration(before) + before.gracefulStop;
  };
  return new Map(scenarios.map(({ name }) => [name, startOf(name, new Set())]));
}

/** When the last request must have ended, in ms from the start of the load. */
export function endOf(scenarios: readonly LoadScenario[]): number {
  const starts = startTimes(scenarios);
  const ends = scenarios.map(
    ({ name, spec }) => (starts.get(name) ?? 0) + plannedDuration(spec) + spec.gracefulStop,
  );
  return Math.max(0, ...ends);
}

/** Most virtual users at any one time, as k6 counts them: until it would end a scenario by force. */
export function peakUsers(scenarios: readonly LoadScenario[]): number {
  const starts = startTimes(scenarios);
  const spans = scenarios.map(({ name, spec }) => {
    const start = starts.get(name) ?? 0;
    return { start, end: start + plannedDuration(spec) + spec.gracefulStop + SPARE, value: mostUsers(spec) };
  });
  return peakOverlap(spans);
}
