import type { BoundGate } from '../gates/bind.ts';
import { decision, type EvaluateOptions, fold, type GateFold, results, start } from '../gates/evaluate.ts';
import type { GeneratorHealth } from '../model/engine.ts';
import type { GateResult } from '../model/gate.ts';
import type { Window } from '../model/window.ts';
import { generatorHealth } from '../verdict.ts';

/** The gates of one run, folded over its windows; live and from stored evidence alike. */
export class GateJudge {
  readonly #fold: GateFold;

  constructor(gates: readonly BoundGate[], { proof, until, minDuration, atMost = [] }: EvaluateOptions) {
    this.#fold = start(gates, { proof, until, minDuration, atMost });
  }

  fold(window: Window): void {
    fold(this.#fold, window);
  }

  /** Whether the load may end now. */
  decided(): 'continue' | 'pass' | 'fail' {
    return decision(this.#fold);
  }

  /** Where every gate ended, given how the generator itself fared. */
  results(generator: GeneratorHealth | undefined): GateResult[] {
    const voids = generator && generatorHealth(generator).voids;
    return results(this.#fold, { final: true, ...(voids ? { voids } : {}) });
  }
}
