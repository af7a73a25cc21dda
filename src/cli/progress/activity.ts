import { count, milliseconds, significant } from '../../../reporters/text/units.ts';
import type { ProgressEvent } from '../../model/progress.ts';

type Second = ProgressEvent & { readonly kind: 'second' };

/** What a run is doing right now. */
export interface Activity {
  readonly stage: string;
  readonly checks?: { readonly done: number; readonly total: number };
  readonly second?: Second;
}

/** Before the first event. */
export const STILL: Activity = { stage: 'start' };

/** One second of load in words: `10 s of at most 25 s, 200/s, ...`. */
export function loadSentence(second: Second): string {
  return [loadTime(second), ...loadFigures(second).map(({ text }) => text)].join(', ');
}

function loadTime({ elapsed, planned }: Second): string {
  return planned > 0
    ? `${significant(elapsed)} s of at most ${significant(planned)} s`
    : `${significant(elapsed)} s`;
}

/** The figures that people watch, the most telling first; `bad` ones deserve a look. */
export function loadFigures(second: Second): { readonly text: string; readonly bad: boolean }[] {
  return [
    { text: `${significant(second.rate)}/s`, bad: false },
    { text: `p95 ${second.p95 === null ? '–' : milliseconds(second.p95)}`, bad: false },
    { text: `${count(second.failed)} failed`, bad: second.failed > 0 },
    { text: `${count(second.limited)} limited`, bad: false },
    { text: `${count(second.requests)} requests`, bad: false },
  ];
}
