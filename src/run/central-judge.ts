import type { BoundGate } from '../gates/bind.ts';
import type { EvaluateOptions } from '../gates/evaluate.ts';
import { lowered, raised } from '../metrics/shift.ts';
import type { GeneratorHealth } from '../model/engine.ts';
import type { GateResult } from '../model/gate.ts';
import type { Window } from '../model/window.ts';
import { between, notMeasured, unmeasuredOf } from './central-results.ts';
import { CoarseThroughput } from './coarse-throughput.ts';
import type { Central } from './facts.ts';
import { GateJudge } from './gate-judge.ts';

/**
 * The gates of a load that ran elsewhere. Where values are known only to lie between two edges, every gate is judged
 * with all of them at the lower and with all of them at the upper one: what differs between the two is not decided.
 */
export class CentralJudge {
  readonly #gates: readonly BoundGate[];
  readonly #spread: number;
  readonly #middle: GateJudge;
  readonly #lower: GateJudge;
  readonly #upper: GateJudge;
  readonly #rates = new Map<BoundGate, CoarseThroughput>();

  constructor(gates: readonly BoundGate[], options: EvaluateOptions, { spread }: Pick<Central, 'spread'>) {
    // The load has ended by itself: nothing was stopped by a look at its gates.
    const judge = () => new GateJudge(gates, { ...options, until: 'end' });
    this.#gates = gates;
    this.#spread = spread;
    this.#middle = judge();
    [this.#lower, this.#upper] = spread === 1 ? [this.#middle, this.#middle] : [judge(), judge()];
    // Only what comes from Prometheus has a spread, and comes in pushes.
    for (const gate of spread === 1 ? [] : gates)
      if (gate.requirement.kind === 'throughput') this.#rates.set(gate, new CoarseThroughput(gate));
  }

  fold(window: Window): void {
    this.#middle.fold(window);
    if (this.#spread === 1) return;
    for (const rate of this.#rates.values()) rate.fold(window);
    const half = Math.sqrt(this.#spread);
    this.#lower.fold(lowered(window, half));
    this.#upper.fold(raised(window, half));
  }

  /** Where every gate ended. */
  results(generator: GeneratorHealth | undefined, { timings }: Pick<Central, 'timings'>): GateResult[] {
    const [middle, lower, upper] = [this.#middle, this.#lower, this.#upper].map((judge) =>
      judge.results(generator),
    ) as [GateResult[], GateResult[], GateResult[]];
    return this.#gates.map((gate, index) => {
      const result = middle[index] as GateResult;
      const unmeasured = unmeasuredOf(gate, timings);
      if (unmeasured) return notMeasured(result, unmeasured);
      const edges = { lower: lower[index] as GateResult, upper: upper[index] as GateResult };
      return this.#rates.get(gate)?.bounded(result) ?? between(result, edges, this.#spread);
    });
  }
}
