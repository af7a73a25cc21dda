import { provesAbove, provesAtMost } from '../../src/stats/binomial.ts';
import {
  addRequests,
  failLevel,
  openProportion,
  type Proportion,
  provenAbove,
  provenWithin,
  type Rule,
} from '../../src/stats/proportion.ts';
import { createRandom } from './random.ts';
import type { Truth } from './truths.ts';

/** Bounds and requests per second of the twelve gates of a simulated plan. */
export const GATES = [
  { bound: 0.001, perSecond: 200 },
  { bound: 0.001, perSecond: 100 },
  { bound: 0.005, perSecond: 200 },
  { bound: 0.005, perSecond: 100 },
  { bound: 0.005, perSecond: 50 },
  { bound: 0.01, perSecond: 200 },
  { bound: 0.01, perSecond: 100 },
  { bound: 0.01, perSecond: 20 },
  { bound: 0.05, perSecond: 200 },
  { bound: 0.05, perSecond: 50 },
  { bound: 0.05, perSecond: 20 },
  { bound: 0.05, perSecond: 5 },
] as const;

export const ALPHA = 0.05;
export const MODES = ['fixed length', 'until: conclusive'] as const;
export type Mode = (typeof MODES)[number];

export interface Simulation {
  readonly truth: Truth;
  readonly mode: Mode;
  /** The true share of bad requests, as a multiple of each gate's bound. */
  readonly factor: number;
  readonly runs: number;
  readonly seconds: number;
  /** No early pass before this second. */
  readonly minSeconds: number;
  readonly seed: number;
}

/** How many runs ended how. */
export interface Counts {
  runs: number;
  /** By gate. */
  readonly pass: number[];
  readonly fail: number[];
  /** Runs in which any of the twelve gates failed. */
  anyFail: number;
  /** Over all gates: what the most powerful test for independent requests says of the same runs. */
  bestPass: number;
  bestFail: number;
  /** Over all gates: seconds until each was decided. */
  seconds: number;
}

/** Simulates runs of twelve gates, each with requests of its own, and judges them by the code that judges real ones. */
export function simulate(simulation: Simulation): Counts {
  const random = createRandom(simulation.seed);
  const counts: Counts = {
    runs: simulation.runs,
    pass: GATES.map(() => 0),
    fail: GATES.map(() => 0),
    anyFail: 0,
    bestPass: 0,
    bestFail: 0,
    seconds: 0,
  };
  const bad = new Uint32Array(simulation.seconds);
  for (let run = 0; run < simulation.runs; run += 1) {
    const before = sum(counts.fail);
    GATES.forEach((gate, index) => {
      simulation.truth(
        random,
        { ...gate, seconds: simulation.seconds, fraction: gate.bound * simulation.factor },
        bad,
      );
      runGate(simulation, index, bad, counts);
    });
    if (sum(counts.fail) > before) counts.anyFail += 1;
  }
  return counts;
}

function runGate(simulation: Simulation, index: number, bad: Uint32Array, counts: Counts): void {
  const { bound, perSecond } = GATES[index] as (typeof GATES)[number];
  const { ended, state } = judgeRun(simulation, bound, perSecond, bad);
  counts.seconds += ended;
  if (state === 'pass') counts.pass[index] = (counts.pass[index] as number) + 1;
  if (state === 'fail') counts.fail[index] = (counts.fail[index] as number) + 1;
  const n = perSecond * simulation.seconds;
  const k = sum(bad);
  if (provesAtMost(bound, k, n, ALPHA)) counts.bestPass += 1;
  if (provesAbove(bound, k, n, failLevel({ alpha: 2 * ALPHA, family: GATES.length }))) counts.bestFail += 1;
}

type State = 'pass' | 'fail' | 'inconclusive';

/** The looks of a run: after every second, and at the end. Each gate stops on its own, which is the worst case. */
function judgeRun(
  { mode, seconds, minSeconds }: Simulation,
  bound: number,
  perSecond: number,
  bad: Uint32Array,
): { ended: number; state: State } {
  const memory = openProportion();
  const looks = mode === 'until: conclusive';
  for (let second = 0; second < seconds; second += 1) {
    addRequests(memory, bound, perSecond, bad[second] as number);
    const elapsed = second + 1;
    const state = look(memory, {
      bound,
      elapsed,
      final: elapsed === seconds,
      sequential: looks && elapsed > minSeconds,
    });
    if (state !== 'inconclusive' && (looks || elapsed === seconds)) return { ended: elapsed, state };
  }
  return { ended: seconds, state: 'inconclusive' };
}

function look(
  memory: Proportion,
  at: { bound: number; elapsed: number; final: boolean; sequential: boolean },
): State {
  const rule: Rule = {
    bound: at.bound,
    // As in a real run: a pass that ends the run early is proven at half of alpha.
    alpha: ALPHA,
    family: GATES.length,
    sequential: at.sequential,
    final: at.final,
  };
  if (provenAbove(memory, rule)) return 'fail';
  const early = at.sequential && !at.final;
  return provenWithin(memory, early ? { ...rule, alpha: ALPHA / 2 } : rule) ? 'pass' : 'inconclusive';
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
