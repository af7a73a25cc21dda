import { type BindInput, bindGates } from '../../src/gates/bind.ts';
import { type EvaluateOptions, fold, type GateFold, results, start } from '../../src/gates/evaluate.ts';
import type { BoundGate } from '../../src/gates/requirement.ts';
import { Histogram } from '../../src/metrics/histogram.ts';
import type { GateResult } from '../../src/model/gate.ts';
import type { Outcome, Phase } from '../../src/model/sample.ts';
import type { EncodedHistogram, SeriesWindow, SignalWindow, Timing, Window } from '../../src/model/window.ts';

/** Requests of one second: outcome, how many, and how long they took in ms. */
export interface Some {
  readonly outcome: Outcome;
  readonly count: number;
  readonly ms?: number | readonly number[];
  readonly timing?: Timing;
  readonly endpoint?: string;
  readonly scenario?: string;
  readonly identityClass?: string;
  readonly phase?: Phase;
}

export function windowOf(
  second: number,
  some: readonly Some[],
  signals: readonly SignalWindow[] = [],
): Window {
  return { second, series: some.map((one) => seriesOf(second, one)), signals, customs: [] };
}

/** The same requests in every one of so many seconds. */
export function seconds(count: number, some: readonly Some[]): Window[] {
  return Array.from({ length: count }, (_, second) => windowOf(second, some));
}

export function reading(second: number, signal: string, value: number | 'error' | 'no_data'): SignalWindow {
  return typeof value === 'number'
    ? { second, signal, state: 'value', value }
    : { second, signal, state: value, detail: 'refused' };
}

function seriesOf(second: number, some: Some): SeriesWindow {
  const { outcome, count, ms, timing = 'latency', endpoint = 'page', scenario = 'browse' } = some;
  const { identityClass = 'anonymous', phase = 'load' } = some;
  const key = { arm: 'canary', phase, scenario, endpoint, identityClass, version: '', outcome } as const;
  const histograms: Partial<Record<Timing, EncodedHistogram>> = {};
  if (ms !== undefined) histograms[timing] = encoded(ms, count);
  return { second, key, count, bytes: 0, histograms };
}

export function encoded(ms: number | readonly number[], count: number): EncodedHistogram {
  const histogram = new Histogram();
  const values = typeof ms === 'number' ? [ms] : ms;
  for (let index = 0; index < count; index += 1)
    histogram.add((values[index % values.length] as number) * 1000);
  return histogram.encode();
}

/** A plan that knows a few names. */
export const NAMES: Omit<BindInput, 'gates' | 'triggers'> = {
  endpoints: {
    page: { timeout: 10_000 },
    contacts: { timeout: 10_000 },
    chat: { timeout: 10_000, stream: {} },
    quick: { timeout: 600_000 },
  },
  scenarios: { browse: { kind: 'load' }, flood: { kind: 'flood' } },
  classes: ['authenticated'],
  signals: {
    db_pool: { unit: 'percent' },
    cpu: { unit: 'ratio' },
    errors: { unit: 'number' },
    ann: { unit: 's' },
  },
};

export function bind(
  expression: string | readonly string[],
  triggers: readonly string[] = [],
): readonly BoundGate[] {
  const gates = typeof expression === 'string' ? [expression] : expression;
  const bound = bindGates({ ...NAMES, gates, triggers });
  if (bound.problems.length > 0) throw new Error(JSON.stringify(bound.problems));
  return bound.gates;
}

export const FIXED: EvaluateOptions = { proof: '95%', until: 'end', minDuration: 60_000 };

export function folded(gates: readonly BoundGate[], windows: Iterable<Window>, options = FIXED): GateFold {
  let state = start(gates, options);
  for (const window of windows) state = fold(state, window);
  return state;
}

/** The final result of the first gate, or of the first trigger where there is no gate. */
export function judge(expression: string, windows: Iterable<Window>, options = FIXED): GateResult {
  const trigger = /->/.test(expression);
  const gates = trigger ? bind([], [expression]) : bind(expression);
  return results(folded(gates, windows, options), { final: true })[0] as GateResult;
}
