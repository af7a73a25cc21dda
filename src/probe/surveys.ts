import type { Check } from '../model/check.ts';

/** Checks that judge the same exchanges: those of one survey, or one check alone. */
export interface Survey {
  /** What its exchanges are stored under. */
  readonly id: string;
  readonly checks: readonly [Check, ...Check[]];
}

/** What the exchanges of a check are stored under. */
export function surveyOf({ survey, id }: Pick<Check, 'survey' | 'id'>): string {
  return survey ?? id;
}

/** The surveys of these checks, in the order of their first ones. */
export function surveysOf(checks: readonly Check[]): Survey[] {
  return [...Map.groupBy(checks, surveyOf)].map(([id, grouped]) => ({
    id,
    checks: grouped as [Check, ...Check[]],
  }));
}
