import type { Delay } from './delay.ts';
import type { Stalls } from './stalls.ts';

/** Largest error that canary-gate is allowed: a share of the truth plus some milliseconds. */
export interface Bar {
  readonly share: number;
  readonly milliseconds: number;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly delay: Delay;
  readonly stalls?: Stalls;
  /** Requests per second, open loop where a tool has one. */
  readonly rate: number;
  readonly seconds: number;
  /** Requests that an open loop must be able to have under way at once. */
  readonly waiting: number;
  readonly bar: Bar;
}

/** What is asked of every tool. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'lognormal',
    title: 'Lognormal delays, median 20 ms, sigma 0.5',
    delay: { kind: 'lognormal', median: 20, sigma: 0.5 },
    rate: 500,
    seconds: 30,
    waiting: 200,
    bar: { share: 0.01, milliseconds: 0.3 },
  },
  {
    name: 'bimodal',
    title: 'Delays of 10 ms (90 %) and 200 ms (10 %)',
    delay: { kind: 'bimodal', fast: 10, slow: 200, slowShare: 0.1 },
    rate: 500,
    seconds: 30,
    waiting: 200,
    bar: { share: 0.01, milliseconds: 0.3 },
  },
  {
    name: 'stall',
    title: 'Delays of 1 ms, and a complete stall of 1 s in every 10 s',
    delay: { kind: 'constant', value: 1 },
    // In the middle of the cycle: a run that begins or ends a little off cuts no stall.
    stalls: { cycle: 10_000, length: 1000, first: 4500 },
    rate: 200,
    seconds: 60,
    waiting: 400,
    bar: { share: 0.05, milliseconds: 0.3 },
  },
];
