import type { GateResult } from '../model/gate.ts';
import type { Timing, Window } from '../model/window.ts';
import { bounded } from './at-most.ts';
import type { Certainty, Judged } from './evaluator.ts';
import { evaluatorOf } from './evaluators.ts';
import type { BoundGate, Requirement } from './requirement.ts';
import { hold, openPending, type Pending, settled } from './settle.ts';

export interface EvaluateOptions {
  readonly proof: '95%' | 'point';
  readonly until: 'conclusive' | 'end';
  /** No early stop for a pass before this much load, in ms. */
  readonly minDuration: number;
  readonly alpha?: number;
  /** Timings that are known only as upper bounds. */
  readonly atMost?: readonly Timing[];
}

/** Everything that evaluation remembers: plain data that survives JSON between any two windows. */
export interface GateFold {
  readonly gates: readonly BoundGate[];
  readonly options: EvaluateOptions;
  readonly memories: unknown[];
  readonly pending: Pending;
  /** First and last second of load; -1 before there is one. */
  first: number;
  last: number;
}

export interface ResultOptions {
  /** Nothing more will come. */
  readonly final: boolean;
  /** What the generator's health takes away; see `generatorHealth`. */
  readonly voids?: { readonly latencyFail: boolean; readonly lagMs?: number };
}

/** Gates and triggers that a single look could wrongly call violated: they share the error that is allowed. */
const SHARING: ReadonlySet<Requirement['kind']> = new Set(['proportion', 'sustained', 'trend']);

/** Evaluation before the first window. */
export function start(bound: readonly BoundGate[], options: EvaluateOptions): GateFold {
  const gates = bound.map((gate) => bounded(gate, options.atMost ?? []));
  const memories = gates.map(({ requirement }) => evaluatorOf(requirement).start(requirement));
  return { gates, options, memories, pending: openPending(), first: -1, last: -1 };
}

/** Takes in one closed window, or a supplement of one. Changes the fold in place and returns it. */
export function fold(state: GateFold, window: Window): GateFold {
  state.gates.forEach(({ requirement, selector }, index) => {
    evaluatorOf(requirement).see?.(state.memories[index], requirement, selector, window);
  });
  if (
    window.series.every(({ key }) => key.phase !== 'load') &&
    window.customs.every(({ phase }) => phase !== 'load')
  )
    return state;
  if (state.first < 0 || (!state.pending.begun && window.second < state.first)) state.first = window.second;
  state.last = Math.max(state.last, window.second);
  tally(state, window);
  settle(state, false);
  return state;
}

/** Where every gate and trigger stands. Leaves the fold as it was. */
export function results(state: GateFold, { final, voids }: ResultOptions): GateResult[] {
  const whole = final ? structuredClone(state) : state;
  if (final) settle(whole, true);
  const certainty = certaintyOf(whole, final, voids?.latencyFail ? (voids.lagMs ?? Infinity) : 0);
  return whole.gates.map((gate, index) =>
    resultOf(gate, evaluatorOf(gate.requirement).judge(whole.memories[index], gate.requirement, certainty)),
  );
}

/**
 * Whether the run may stop now: `fail` once a gate is proven violated or a trigger fired, `pass` once every gate is
 * proven. To be asked after every window.
 */
export function decision(state: GateFold): 'continue' | 'pass' | 'fail' {
  if (state.options.until === 'end' || state.options.proof === 'point') return 'continue';
  const certainty = certaintyOf(state, false, 0);
  const states = state.gates.map((_, index) => stateOf(state, index, certainty));
  if (state.gates.some((gate, index) => states[index] === 'fail' && isFinal(gate))) return 'fail';
  return certainty.sequential && mayPass(state, states) ? 'pass' : 'continue';
}

function tally(state: GateFold, window: Window): void {
  const tallies = state.gates.map(
    ({ requirement, selector }, index) =>
      evaluatorOf(requirement).tally?.(state.memories[index], requirement, selector, window) ?? null,
  );
  if (hold(state.pending, window.second, tallies)) return;
  state.gates.forEach(({ requirement }, index) => {
    const one = tallies[index];
    if (one)
      evaluatorOf(requirement).late?.(state.memories[index], requirement, window.second - state.first, one);
  });
}

const NOTHING = { n: 0, k: 0, failed: 0, far: 0 };

function settle(state: GateFold, everything: boolean): void {
  for (const [second, tallies] of settled(state.pending, everything))
    state.gates.forEach(({ requirement }, index) => {
      const one = tallies?.[index] ?? NOTHING;
      evaluatorOf(requirement).settle?.(state.memories[index], requirement, second - state.first, one);
    });
}

function certaintyOf(state: GateFold, final: boolean, lag: number): Certainty {
  const { options, gates } = state;
  const elapsed = secondsOf(state, final);
  const alpha = options.alpha ?? 0.05;
  // Up to `minDuration` no pass could have ended the run, so that its length was fixed in advance.
  const sequential = options.until === 'conclusive' && elapsed * 1000 > options.minDuration;
  return {
    proof: options.proof,
    // What comes in while the run winds down should not undo a pass that ended it.
    alpha: sequential && !final ? alpha / 2 : alpha,
    family: Math.max(1, gates.filter(({ requirement }) => SHARING.has(requirement.kind)).length),
    sequential,
    final,
    elapsed,
    lag,
  };
}

function secondsOf({ first, last, pending }: GateFold, final: boolean): number {
  if (first < 0) return 0;
  return final ? last - first + 1 : Math.max(0, pending.next - first);
}

function stateOf(state: GateFold, index: number, certainty: Certainty): Judged['state'] {
  const { requirement } = state.gates[index] as BoundGate;
  const evaluator = evaluatorOf(requirement);
  const memory = state.memories[index];
  return (
    evaluator.state?.(memory, requirement, certainty) ?? evaluator.judge(memory, requirement, certainty).state
  );
}

function isFinal({ level, requirement }: BoundGate): boolean {
  return level !== 'warn' && !(evaluatorOf(requirement).revocable?.(requirement) ?? false);
}

/** Every gate that counts is proven, at least one of them by requests, and no trigger is on its way. */
function mayPass({ gates, memories }: GateFold, states: readonly Judged['state'][]): boolean {
  const counting = gates
    .map((gate, index) => ({ gate, state: states[index] }))
    .filter(({ gate }) => gate.level !== 'warn');
  const brewing = gates.some(
    ({ requirement }, index) => evaluatorOf(requirement).brewing?.(memories[index]) ?? false,
  );
  return (
    !brewing &&
    counting.some(({ gate }) => gate.kind === 'gate' && gate.requirement.kind === 'proportion') &&
    counting.every(({ gate, state }) => gate.kind === 'trigger' || state === 'pass')
  );
}

/** What the plan itself says of a gate, as opposed to what was noted while judging it. */
const PLAN_NOTE = 'plan: ';

function resultOf(gate: BoundGate, { state, message, notes, ...rest }: Judged): GateResult {
  const { id, expression, kind, level, action, note, implied } = gate;
  return {
    id,
    expression,
    kind,
    level,
    ...rest,
    state: kind === 'gate' ? gateState(state) : triggerState(state),
    message: kind === 'gate' ? message : `${triggerWord(state)}: ${message}`,
    notes: [
      ...(implied
        ? ['implied by a latency gate, which leaves 429s aside']
        : note
          ? [`${PLAN_NOTE}${note}`]
          : []),
      ...notes,
    ],
    ...(action === undefined ? {} : { action }),
  };
}

function gateState(state: Judged['state']): GateResult['state'] {
  return state === 'too_short' ? 'inconclusive' : state;
}

/** A trigger fires only when its violation is proven. */
function triggerState(state: Judged['state']): GateResult['state'] {
  if (state === 'too_short') return 'not_evaluable';
  return state === 'inconclusive' ? 'pass' : state;
}

function triggerWord(state: Judged['state']): string {
  if (state === 'fail') return 'fired';
  return state === 'too_short' ? 'not evaluable' : 'did not fire';
}
