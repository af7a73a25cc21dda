import type { BoundGate } from '../gates/bind.ts';
import { holds } from '../gates/requirement.ts';
import { countOf } from '../gates/tally.ts';
import type { GateResult } from '../model/gate.ts';
import type { Window } from '../model/window.ts';

/**
 * Bounds of a rate where what is counted at one second was done in the seconds before it as well, as with counters that
 * are read now and then: all of it is too much for the time between the first and the last, without both too little.
 */
export class CoarseThroughput {
  readonly #gate: BoundGate;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #ok = 0;

  constructor(gate: BoundGate) {
    this.#gate = gate;
  }

  fold(window: Window): void {
    const ok = countOf(['ok'], this.#gate.selector, window);
    if (ok === 0) return;
    this.#ok += ok;
    this.#first = Math.min(this.#first, window.second);
    this.#last = Math.max(this.#last, window.second);
  }

  /** `result` is what the lower of the two says. */
  bounded(result: GateResult): GateResult {
    const { requirement } = this.#gate;
    const { observed, state } = result;
    const seconds = this.#last - this.#first;
    if (requirement.kind !== 'throughput' || observed === null || !(seconds > 0)) return result;
    const most = this.#ok / seconds;
    const upper = holds(most, requirement.comparator, requirement.perSecond) ? 'pass' : 'fail';
    const bounded = { ...result, interval: [observed, most] as [number, number] };
    if (upper === state) return bounded;
    return {
      ...bounded,
      state: 'inconclusive',
      message: `${result.message}; with those of the first and the last push it would be ${upper}`,
    };
  }
}
