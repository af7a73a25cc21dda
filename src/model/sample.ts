/** One measured request: the unit that engines produce and metrics count. */

export const OUTCOMES = [
  'ok',
  'unexpected',
  '4xx',
  '429',
  '5xx',
  'network',
  'timeout',
  'dropped',
  'cut',
] as const;
/**
 * How one request ended. `unexpected` is an answer that missed an expectation, `dropped` an arrival that found no
 * free virtual user, `cut` a request ended by our own stop.
 */
export type Outcome = (typeof OUTCOMES)[number];

export const ARMS = ['canary', 'baseline'] as const;
export type Arm = (typeof ARMS)[number];

export const PHASES = ['warmup', 'load', 'flood'] as const;
/** Only `load` counts for the gates; `warmup` and `flood` are reported apart. */
export type Phase = (typeof PHASES)[number];

/**
 * All times are milliseconds (fractions allowed) since the run's own origin. A `connect`, `firstByte` or `firstEvent` that
 * is NaN is absent, just as one that is undefined: an engine that fills one object again and again keeps its fields numbers.
 */
export interface Sample {
  readonly arm: Arm;
  readonly phase: Phase;
  readonly scenario: string;
  readonly endpoint: string;
  /** The identity pool's rate class; `anonymous` where no identity was used. */
  readonly identityClass: string;
  /** What the answer said of its version; empty when nothing was declared or nothing was said. */
  readonly version: string;
  readonly outcome: Outcome;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly intended: number;
  readonly started: number;
  /** Time spent to connect, when this request opened a connection. */
  readonly connect?: number;
  readonly firstByte?: number;
  /** First server-sent event, for streams. */
  readonly firstEvent?: number;
  readonly ended: number;
  readonly bytes: number;
  /** Machine-readable cause of anything but `ok`: an error code, `status`, or the expectation that failed. */
  readonly cause?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A number that a scenario recorded itself by `ctx.metric(name, value)`. */
export interface CustomSample {
  readonly arm: Arm;
  readonly phase: Phase;
  readonly scenario: string;
  readonly name: string;
  readonly at: number;
  readonly value: number;
}

/**
 * Where an engine writes: synchronous, cheap, never throws. A sample is only lent for the call, since the engine may fill
 * the same object for its next request: a sink copies what it keeps.
 */
export interface SampleSink {
  record(sample: Sample): void;
  recordCustom(sample: CustomSample): void;
}
