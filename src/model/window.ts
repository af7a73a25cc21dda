import type { Arm, Outcome, Phase, SampleSink } from './sample.ts';

/** The timings that each series keeps as histograms; all in microseconds. */
export const TIMINGS = ['latency', 'service', 'ttfb', 'first_event', 'connect'] as const;
/**
 * `latency` = end - intended start, what a user would have waited; `service` = end - actual start;
 * `ttfb` and `first_event` are measured from the intended start; `connect` is the time to connect.
 */
export type Timing = (typeof TIMINGS)[number];

/** Sparse HDR counts: bucket index and count by turns, index ascending. Indexes follow `metrics/histogram.ts`. */
export type EncodedHistogram = readonly number[];

export interface SeriesKey {
  readonly arm: Arm;
  readonly phase: Phase;
  readonly scenario: string;
  readonly endpoint: string;
  readonly identityClass: string;
  readonly version: string;
  readonly outcome: Outcome;
}

/** One series during one second, indexed by intended start. The line format of `windows.ndjson`. */
export interface SeriesWindow {
  /** Whole seconds since the run's origin. */
  readonly second: number;
  readonly key: SeriesKey;
  readonly count: number;
  readonly bytes: number;
  readonly histograms: Readonly<Partial<Record<Timing, EncodedHistogram>>>;
}

/** One reading of an outside signal, kept beside the load's own windows. */
export interface SignalWindow {
  readonly second: number;
  readonly signal: string;
  readonly state: 'value' | 'no_data' | 'error';
  readonly value?: number;
  /** Why there is no value; or Prometheus warnings. */
  readonly detail?: string;
}

/** Values that scenarios recorded themselves during one second. */
export interface CustomWindow {
  readonly second: number;
  readonly custom: string;
  readonly scenario: string;
  readonly arm: Arm;
  readonly phase: Phase;
  readonly count: number;
  readonly sum: number;
  readonly histogram: EncodedHistogram;
}

/** Everything that was measured in one closed second: what gates fold over. */
export interface Window {
  readonly second: number;
  readonly series: readonly SeriesWindow[];
  readonly signals: readonly SignalWindow[];
  readonly customs: readonly CustomWindow[];
}

/** A sink that takes what was counted elsewhere, too: windows of other threads, in parts that add up. */
export interface LoadSink extends SampleSink {
  merge(windows: readonly Window[]): void;
}
