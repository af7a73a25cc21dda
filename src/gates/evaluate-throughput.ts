import { type Evaluator, judged } from './evaluator.ts';
import { ATTEMPTS } from './outcomes.ts';
import { holds, type Relation, type Requirement } from './requirement.ts';
import { countOf } from './tally.ts';
import { plural, short } from './words.ts';

type Throughput = Extract<Requirement, { kind: 'throughput' }>;

/** `first` and `last` are the first and the last second with any attempt; -1 before there is one. */
interface Memory {
  first: number;
  last: number;
  ok: number;
  inFirst: number;
  inLast: number;
}

/** Whole seconds between the first and the last that are needed for a rate. */
const LEAST_SECONDS = 3;

/** Right answers per second of intended start, between the first and the last second of the load. */
export const throughputEvaluator: Evaluator<Throughput, Memory> = {
  start: () => ({ first: -1, last: -1, ok: 0, inFirst: 0, inLast: 0 }),
  see(memory, _, selector, window) {
    if (countOf(ATTEMPTS, selector, window) === 0) return;
    const ok = countOf(['ok'], selector, window);
    memory.ok += ok;
    // The supplement of an earlier second may be the first to be seen of it.
    if (memory.first < 0 || window.second < memory.first) {
      memory.first = window.second;
      memory.inFirst = 0;
    }
    if (window.second > memory.last) {
      memory.last = window.second;
      memory.inLast = 0;
    }
    if (window.second === memory.first) memory.inFirst += ok;
    if (window.second === memory.last) memory.inLast += ok;
  },
  revocable: () => true,
  judge(memory, { comparator, perSecond }) {
    // The first and the last second are only partly under load.
    const seconds = memory.last - memory.first - 1;
    const unit = 'per_second';
    if (memory.first < 0) return judged({ state: 'no_data', unit, message: 'no request was counted' });
    if (seconds < LEAST_SECONDS)
      return judged({
        state: 'inconclusive',
        unit,
        n: memory.ok,
        message: `${plural(Math.max(0, seconds), 'whole second')} of load are too short for a rate`,
      });
    const count = memory.ok - memory.inFirst - memory.inLast;
    const observed = count / seconds;
    // One request more or less falls into the span, depending on where it begins.
    const tolerance = 1 / seconds;
    const reached = holds(loosened(observed, comparator, tolerance), comparator, perSecond);
    return judged({
      state: reached ? 'pass' : 'fail',
      unit,
      observed,
      n: count,
      message: `${short(observed)} right answers per second over ${plural(seconds, 'second')} (wanted ${comparator} ${short(perSecond)})`,
      method: 'plain comparison, one request of tolerance for the edges',
    });
  },
};

function loosened(value: number, comparator: Relation, tolerance: number): number {
  return comparator === '>=' || comparator === '>' ? value + tolerance + 1e-9 : value - tolerance - 1e-9;
}
