import type { GateResult } from '../model/gate.ts';
import type { Window } from '../model/window.ts';
import type { Requirement, Scope } from './requirement.ts';
import type { Tally } from './tally.ts';

/** How sure a judgement must be; the same for all gates of a run. */
export interface Certainty {
  readonly proof: '95%' | 'point';
  readonly alpha: number;
  /** Gates and triggers that could each raise a false alarm. */
  readonly family: number;
  /** True where the run may have stopped, or may stop now, because it saw a pass. */
  readonly sequential: boolean;
  /** Nothing more will come. */
  readonly final: boolean;
  /** Seconds of load so far. */
  readonly elapsed: number;
  /** How late the generator may have made requests, in ms; 0 where it kept up. */
  readonly lag: number;
}

/** What an evaluator says of a requirement. `too_short`: the run is shorter than the rule. */
export interface Judged
  extends Pick<
    GateResult,
    | 'observed'
    | 'unit'
    | 'n'
    | 'bad'
    | 'nEffective'
    | 'interval'
    | 'confidence'
    | 'needed'
    | 'method'
    | 'message'
    | 'notes'
  > {
  readonly state: GateResult['state'] | 'too_short';
}

/** How one kind of requirement is followed: a fold whose memory is plain data and may be changed in place. */
export interface Evaluator<R extends Requirement = Requirement, M = unknown> {
  start(requirement: R): M;
  /** Every window at once, supplements too. */
  see?(memory: M, requirement: R, selector: Scope, window: Window): void;
  /** What is counted of a window; kept back until its second is settled. */
  tally?(memory: M, requirement: R, selector: Scope, window: Window): Tally;
  /** A second that is settled, in order. `second` counts from the start of the load. */
  settle?(memory: M, requirement: R, second: number, tally: Tally): void;
  /** Counts that came after their second was settled. */
  late?(memory: M, requirement: R, second: number, tally: Tally): void;
  judge(memory: M, requirement: R, certainty: Certainty): Judged;
  /** The state alone, where that is much cheaper: it is asked for every second. */
  state?(memory: M, requirement: R, certainty: Certainty): Judged['state'];
  /** True where a violation seen now may be made good later in the run. */
  revocable?(requirement: R): boolean;
  /** True while a violation goes on that has not lasted long enough yet. */
  brewing?(memory: M): boolean;
}

/** A judgement with nothing in it but what is given. Confidence 0: a plain comparison claims none. */
export function judged(some: Partial<Judged> & Pick<Judged, 'state' | 'unit' | 'message'>): Judged {
  return {
    observed: null,
    n: 0,
    bad: 0,
    nEffective: some.n ?? 0,
    interval: null,
    confidence: 0,
    needed: null,
    method: 'plain comparison',
    notes: [],
    ...some,
  };
}
