import type { LoadScenario } from '../../../model/engine.ts';
import { timeline } from '../../../plan/timeline.ts';

/** How long a load lasts at least, in ms: scenarios that end with their iterations may end at any time. */
export function plannedMs(scenarios: readonly LoadScenario[]): number {
  const timed = new Set(scenarios.filter(({ spec }) => !('iterations' in spec)).map(({ name }) => name));
  const ends = timeline(scenarios).filter(({ name }) => timed.has(name));
  return Math.max(0, ...ends.map(({ end }) => end));
}
