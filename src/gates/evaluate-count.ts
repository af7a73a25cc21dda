import { type Evaluator, judged } from './evaluator.ts';
import { ATTEMPTS } from './outcomes.ts';
import { holds, type Requirement } from './requirement.ts';
import { countOf } from './tally.ts';
import { grouped } from './words.ts';

type Count = Extract<Requirement, { kind: 'count' }>;

interface Memory {
  count: number;
  attempts: number;
}

/** A number of requests, compared plainly. */
export const countEvaluator: Evaluator<Count, Memory> = {
  start: () => ({ count: 0, attempts: 0 }),
  see(memory, { outcomes }, selector, window) {
    memory.count += countOf(outcomes, selector, window);
    memory.attempts += countOf(ATTEMPTS, selector, window);
  },
  judge({ count, attempts }, { comparator, value }, { final }) {
    const known = { unit: 'count', observed: count, n: attempts, bad: count } as const;
    if (attempts === 0 && count === 0)
      return judged({ ...known, state: 'no_data', observed: null, message: 'no request was counted' });
    const message = `${grouped(count)} of ${grouped(attempts)} requests (wanted ${comparator} ${grouped(value)})`;
    if (holds(count, comparator, value)) return judged({ ...known, state: 'pass', message });
    // Counts only grow: one that is still too small may yet be reached.
    const open = !final && count < value;
    return judged({ ...known, state: open ? 'inconclusive' : 'fail', message });
  },
};
