import { formatDuration } from '../model/duration.ts';
import { provesAbove } from '../stats/binomial.ts';
import { AT_MOST } from './at-most.ts';
import { type Certainty, type Evaluator, type Judged, judged } from './evaluator.ts';
import { addMark, COMPLETE, type Lasting, lasts, type Mark, openLasting } from './lasting.ts';
import type { Requirement } from './requirement.ts';
import { addToRing, openRing, type Ring, sumOf } from './ring.ts';
import { type Tally, tallyOf } from './tally.ts';
import { percent, plural } from './words.ts';

type Sustained = Extract<Requirement, { kind: 'sustained' }>;

interface Memory {
  readonly ring: Ring;
  /** The same of outright failures, where nothing else can violate it. */
  readonly failures?: Ring;
  readonly lasting: Lasting;
  n: number;
  k: number;
  /** Of the evaluation with the largest share of bad ones. */
  worst: { n: number; k: number };
  /** Least chance, over all evaluations, of so many bad ones at the bound; times the number of the evaluation. */
  surprise: number;
}

const SECOND = 1000;

/** A share of bad requests over a sliding window; with `for`, one that must last. */
export const sustainedEvaluator: Evaluator<Sustained, Memory> = {
  start: ({ sliding, atMost }) => ({
    ring: openRing(sliding.length / SECOND, sliding.step / SECOND),
    ...(atMost ? { failures: openRing(sliding.length / SECOND, sliding.step / SECOND) } : {}),
    lasting: openLasting(sliding.for, sliding.step),
    n: 0,
    k: 0,
    worst: { n: 0, k: 0 },
    surprise: 1,
  }),
  tally: (_, { measure }, selector, window) => tallyOf(measure, selector, window),
  settle(memory, requirement, second, tally) {
    take(memory, second, tally);
    if ((second + 1) % memory.ring.stretch === 0) evaluate(memory, requirement);
  },
  late(memory, _, second, tally) {
    take(memory, second, tally);
  },
  brewing: ({ lasting }) => lasting.span > 1 && lasting.recent.endsWith('x'),
  judge(memory, requirement, certainty) {
    const { worst } = memory;
    return judged({
      ...stateOf(memory, requirement, certainty),
      unit: 'ratio',
      observed: worst.n === 0 ? null : shownShare(requirement, worst.k / worst.n),
      n: memory.n,
      bad: memory.k,
      nEffective: memory.n,
      method: `sliding window of ${formatDuration(requirement.sliding.length)} every ${formatDuration(requirement.sliding.step)}`,
      notes: notesOf(memory, requirement),
    });
  },
};

function take(memory: Memory, second: number, { n, k, failed }: Tally): void {
  memory.n += n;
  memory.k += k;
  addToRing(memory.ring, second, { n, k });
  if (memory.failures) addToRing(memory.failures, second, { n, k: failed });
}

function evaluate(memory: Memory, { bound, least }: Sustained): void {
  const { n, k } = sumOf(memory.ring);
  const proven = memory.failures ? sumOf(memory.failures).k : k;
  addMark(memory.lasting, markOf({ n, k, proven }, bound, least));
  if (n < least) return;
  if (k * memory.worst.n >= memory.worst.k * n) memory.worst = { n, k };
  if (proven <= n * bound) return;
  // The j-th evaluation may use alpha/(j(j+1)) of the error allowed: together that is alpha, however many follow.
  const j = memory.lasting.evaluations;
  memory.surprise = Math.min(memory.surprise, surpriseOf(n, proven, bound) * j * (j + 1));
}

/** `proven` of the k are bad ones beyond doubt. */
function markOf(
  { n, k, proven }: { readonly n: number; readonly k: number; readonly proven: number },
  bound: number,
  least: number,
): Mark {
  if (n < least) return '-';
  if (proven > n * bound) return 'x';
  return k > n * bound ? '?' : 'o';
}

/** Chance of at least k bad ones of n at the bound, to the nearest power of two: enough for a threshold. */
function surpriseOf(n: number, k: number, bound: number): number {
  let chance = 0.5;
  while (chance > 1e-12 && provesAbove(bound, k, n, chance / 2)) chance /= 2;
  return provesAbove(bound, k, n, chance) ? chance : 1;
}

function stateOf(
  memory: Memory,
  requirement: Sustained,
  certainty: Certainty,
): Pick<Judged, 'state' | 'message'> {
  const { sliding, shown, bound } = requirement;
  const { lasting, worst } = memory;
  const rule = `more than ${percent(bound)} ${shown.deed}, for ${formatDuration(sliding.for)}`;
  if (sliding.for === 0) return onceState(memory, requirement, certainty);
  if (lasting.violated) return { state: 'fail', message: `${rule}; at worst ${percent(worst.k / worst.n)}` };
  if (certainty.elapsed * SECOND < sliding.for)
    return {
      state: 'too_short',
      message: `${plural(certainty.elapsed, 'second')} of load are too short for "for ${formatDuration(sliding.for)}"`,
    };
  if (lasting.evaluations === lasting.missing)
    return { state: 'no_data', message: 'no window held enough requests' };
  if (lasts(lasting, 'o'))
    return {
      state: 'pass',
      message: `it held at every evaluation of the last ${formatDuration(sliding.for)}`,
    };
  const open = lasting.open === 0 ? '' : `; ${lasting.open} may have, by an upper bound of their times`;
  return {
    state: 'inconclusive',
    message: `${plural(lasting.bad, 'evaluation')} of ${lasting.evaluations} violated it, never for ${formatDuration(sliding.for)}${open}`,
  };
}

/** A window without `for`: it holds where every evaluation does, and is broken by one that is proven. */
function onceState(
  { lasting, surprise, worst }: Memory,
  { bound, shown }: Sustained,
  certainty: Certainty,
): Pick<Judged, 'state' | 'message'> {
  const { evaluations, missing, bad, open } = lasting;
  const present = evaluations - missing;
  const level = certainty.proof === 'point' ? 1 : certainty.alpha / certainty.family;
  if (present === 0) return { state: 'no_data', message: 'no window held enough requests' };
  const worstText = `at worst ${percent(worst.k / worst.n)} ${shown.deed} (allowed ${percent(bound)})`;
  if (bad > 0 && surprise < level) return { state: 'fail', message: worstText };
  if (bad > 0) return { state: 'inconclusive', message: `${worstText}: too few requests to prove it` };
  if (open > 0) return { state: 'inconclusive', message: `${worstText}, by an upper bound of their time` };
  if (present < COMPLETE * evaluations)
    return { state: 'no_data', message: `${missing} of ${evaluations} windows held too few requests` };
  return { state: 'pass', message: `it held at all ${plural(evaluations, 'evaluation')}; ${worstText}` };
}

function shownShare({ shown }: Sustained, share: number): number {
  return shown.complement ? 1 - share : share;
}

function notesOf({ lasting, failures }: Memory, { least }: Sustained): string[] {
  const known = failures ? [AT_MOST] : [];
  if (lasting.missing === 0) return known;
  return [
    ...known,
    `${lasting.missing} of ${lasting.evaluations} evaluations had fewer than ${least} requests`,
  ];
}
