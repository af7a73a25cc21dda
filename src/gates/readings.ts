import type { SignalWindow } from '../model/window.ts';
import type { Sliding } from './requirement.ts';

/** Readings of the last window of time, and when they were last looked at: plain data of bounded size. */
export interface Readings {
  recent: { readonly second: number; readonly value: number }[];
  /** Second of the first window; -1 before it. */
  first: number;
  last: number;
  /** Evaluations so far. */
  evaluated: number;
  /** What was wrong with the newest reading without a value. */
  fault: { readonly state: 'no_data' | 'error'; readonly detail: string };
}

export type Evaluation = Pick<SignalWindow, 'state' | 'value' | 'detail'>;

/** More readings than this in one window are thinned out from the oldest. */
const MOST = 4096;

export function openReadings(): Readings {
  return {
    recent: [],
    first: -1,
    last: -1,
    evaluated: 0,
    fault: { state: 'no_data', detail: 'it was never read' },
  };
}

/** Seconds that the readings span. */
export function readingAt({ first, last }: Readings): number {
  return first < 0 ? 0 : last - first + 1;
}

/**
 * Adds the readings of a second, and gives the evaluations that have become due: the mean over the sliding window, or
 * the last reading in it where it is not to be smoothed.
 */
export function windowsUpTo(
  readings: Readings,
  { length, step }: Sliding,
  smooth: boolean,
  second: number,
  own: readonly SignalWindow[],
): Evaluation[] {
  if (readings.first < 0) readings.first = second;
  readings.last = Math.max(readings.last, second);
  const due: Evaluation[] = [];
  const next = () => readings.first + ((readings.evaluated + 1) * step) / 1000;
  // A window ends before the second that follows it: readings of `second` belong to the next one.
  for (; next() <= second; readings.evaluated += 1)
    due.push(evaluationAt(readings, next(), length / 1000, smooth));
  for (const { state, value, detail = '' } of own) {
    if (state === 'value' && value !== undefined) readings.recent.push({ second, value });
    else readings.fault = { state: state === 'error' ? 'error' : 'no_data', detail };
  }
  const oldest = next() - length / 1000;
  readings.recent = readings.recent.filter((reading) => reading.second >= oldest).slice(-MOST);
  return due;
}

function evaluationAt({ recent, fault }: Readings, end: number, length: number, smooth: boolean): Evaluation {
  const inside = recent.filter(({ second }) => second < end && second >= end - length);
  const last = inside.at(-1);
  if (!last) return { ...fault };
  if (!smooth) return { state: 'value', value: last.value };
  return { state: 'value', value: inside.reduce((sum, { value }) => sum + value, 0) / inside.length };
}
