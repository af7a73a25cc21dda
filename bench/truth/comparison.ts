import { LEVELS, type Level, type Percentiles } from './percentiles.ts';
import type { Bar } from './scenarios.ts';

/** A reported percentile beside the true one; milliseconds. */
export interface Compared {
  readonly level: Level;
  /** Null when the tool does not report it. */
  readonly told: number | null;
  readonly truth: number;
  /** (told - truth) / truth. */
  readonly error: number | null;
}

export function compare(told: Partial<Percentiles>, truth: Percentiles): Compared[] {
  return LEVELS.map((level) => {
    const value = told[level];
    if (value === undefined) return { level, told: null, truth: truth[level], error: null };
    return { level, told: value, truth: truth[level], error: (value - truth[level]) / truth[level] };
  });
}

/** Levels whose error is larger than the bar allows, or unknown. */
export function missedLevels(compared: readonly Compared[], { share, milliseconds }: Bar): Level[] {
  return compared
    .filter(({ told, truth }) => !(told !== null && Math.abs(told - truth) <= share * truth + milliseconds))
    .map(({ level }) => level);
}
