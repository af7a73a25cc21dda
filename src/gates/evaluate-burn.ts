import { formatDuration } from '../model/duration.ts';
import { type Evaluator, judged } from './evaluator.ts';
import type { Requirement } from './requirement.ts';
import { addToRing, openRing, type Ring, sumOf } from './ring.ts';
import { tallyOf } from './tally.ts';
import { percent, plural, short } from './words.ts';

type Burn = Extract<Requirement, { kind: 'burn' }>;

interface Memory {
  readonly ring: Ring;
  /** Stretches of the short window. */
  readonly short: number;
  n: number;
  k: number;
  fired: boolean;
  /** Largest burn rate that both windows showed. */
  worst: number;
  evaluated: number;
}

const SECOND = 1000;

/** Error budget used per time, as multiples of what would use it up by the end of the period; in two windows at once. */
export const burnEvaluator: Evaluator<Burn, Memory> = {
  start({ long, short: brief }) {
    const stretch = Math.max(1, Math.floor(brief / SECOND / 12));
    return {
      ring: openRing(long / SECOND, stretch),
      short: Math.ceil(brief / SECOND / stretch),
      n: 0,
      k: 0,
      fired: false,
      worst: 0,
      evaluated: 0,
    };
  },
  tally: (_, { measure }, selector, window) => tallyOf(measure, selector, window),
  settle(memory, requirement, second, tally) {
    memory.n += tally.n;
    memory.k += tally.k;
    addToRing(memory.ring, second, tally);
    if ((second + 1) * SECOND >= requirement.long) evaluate(memory, requirement);
  },
  late(memory, _, second, tally) {
    memory.n += tally.n;
    memory.k += tally.k;
    addToRing(memory.ring, second, tally);
  },
  judge(memory, requirement, { elapsed }) {
    const { n, k, fired, worst } = memory;
    const known = { unit: 'burn', n, bad: k, nEffective: n, method: methodOf(requirement) } as const;
    const most = short(requirement.most);
    if (fired)
      return judged({
        ...known,
        state: 'fail',
        observed: worst,
        message: `burn rate ${short(worst)} in both windows (allowed ${most})`,
      });
    if (elapsed * SECOND < requirement.long)
      return judged({
        ...known,
        state: 'too_short',
        message: `${plural(elapsed, 'second')} of load are shorter than the window of ${formatDuration(requirement.long)}`,
      });
    if (memory.evaluated === 0)
      return judged({ ...known, state: 'no_data', message: 'no window held enough requests' });
    return judged({
      ...known,
      state: 'pass',
      observed: worst,
      message: `burn rate ${short(worst)} at most (allowed ${most})`,
    });
  },
};

function evaluate(memory: Memory, { slo, most }: Burn): void {
  const long = sumOf(memory.ring);
  const brief = sumOf(memory.ring, memory.short);
  // A window in which a single failure would already exceed the rate says nothing.
  const least = Math.ceil(1 / (most * (1 - slo)));
  if (long.n < least || brief.n < least) return;
  const rate = Math.min(long.k / long.n, brief.k / brief.n) / (1 - slo);
  memory.evaluated += 1;
  memory.worst = Math.max(memory.worst, rate);
  if (rate > most) memory.fired = true;
}

function methodOf({ slo, period, long, short: brief }: Burn): string {
  return `burn of ${percent(slo)} over ${formatDuration(period)} in windows of ${formatDuration(long)} and ${formatDuration(brief)}`;
}
