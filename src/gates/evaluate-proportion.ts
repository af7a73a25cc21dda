import { neededFor, provesAbove } from '../stats/binomial.ts';
import { criticalCounts, type Estimate, estimate } from '../stats/estimate.ts';
import {
  addRequests,
  failLevel,
  openProportion,
  type Proportion,
  provenAbove,
  provenWithin,
  type Rule,
} from '../stats/proportion.ts';
import { AT_MOST } from './at-most.ts';
import { type Certainty, type Evaluator, type Judged, judged } from './evaluator.ts';
import { shownValues } from './percentile-interval.ts';
import type { Requirement } from './requirement.ts';
import { type Buckets, tallyOf } from './tally.ts';
import { grouped, percent } from './words.ts';

type ProportionRequirement = Extract<Requirement, { kind: 'proportion' }>;

/** Lag, in ms, that cannot explain what missed its bound by far. */
const SMALL_LAG = 100;

interface Memory {
  readonly seen: Proportion;
  /** The same of outright failures, where nothing else can violate it. */
  readonly failures?: Proportion;
  failed: number;
  far: number;
  readonly values: Buckets;
}

/** A share of bad requests, judged by what is proven. */
export const proportionEvaluator: Evaluator<ProportionRequirement, Memory> = {
  start: ({ atMost }) => ({
    seen: openProportion(),
    ...(atMost ? { failures: openProportion() } : {}),
    failed: 0,
    far: 0,
    values: {},
  }),
  tally: (memory, { measure, shown }, selector, window) =>
    tallyOf(measure, selector, window, shown.quantile === undefined ? undefined : memory.values),
  settle(memory, { bound }, _, { n, k, failed, far }) {
    addRequests(memory.seen, bound, n, k);
    if (memory.failures) addRequests(memory.failures, bound, n, failed);
    memory.failed += failed;
    memory.far += far;
  },
  late(memory, _, __, { n, k, failed, far }) {
    // Known only by its remainder, such a second would look worse than it was: it is counted, but not wagered on.
    memory.seen.n += n;
    memory.seen.k += k;
    if (memory.failures) {
      memory.failures.n += n;
      memory.failures.k += failed;
    }
    memory.failed += failed;
    memory.far += far;
  },
  judge(memory, requirement, certainty) {
    const { seen } = memory;
    if (seen.n === 0)
      return judged({ state: 'no_data', unit: unitOf(requirement), message: 'no request was counted' });
    const rule = ruleOf(requirement, certainty);
    const told = estimate(seen, rule);
    const state = stateOf(memory, rule, certainty);
    return { state, ...describe(memory, requirement, told, certainty, state) };
  },
  state(memory, requirement, certainty) {
    if (memory.seen.n === 0) return 'no_data';
    return stateOf(memory, ruleOf(requirement, certainty), certainty);
  },
};

function stateOf(memory: Memory, rule: Rule, certainty: Certainty): Judged['state'] {
  return certainty.proof === 'point' ? pointState(memory, rule) : provenState(memory, rule, certainty);
}

function ruleOf({ bound }: ProportionRequirement, certainty: Certainty): Rule {
  const { alpha, family, sequential, final } = certainty;
  return { bound, alpha, family, sequential, final };
}

function provenState(memory: Memory, rule: Rule, certainty: Certainty): Judged['state'] {
  const { seen, failures } = memory;
  if (failures && provenAbove(failures, rule)) return 'fail';
  if (failures || !provenAbove(seen, rule)) return provenWithin(seen, rule) ? 'pass' : 'inconclusive';
  return excused(memory, rule, certainty) ? 'inconclusive' : 'fail';
}

/** True where the violation is not proven without the requests that a lagging generator may have made late itself. */
function excused(memory: Memory, rule: Rule, { lag }: Certainty): boolean {
  if (lag === 0) return false;
  const own = lag <= SMALL_LAG ? memory.far : memory.failed;
  return own < memory.seen.k && !provesAbove(rule.bound, own, memory.seen.n, failLevel(rule));
}

/** Plain comparison; but fewer requests than could ever prove the bound say nothing. */
function pointState({ seen, failures }: Memory, { bound, alpha, final }: Rule): Judged['state'] {
  const { n, k } = seen;
  if (!final || n < neededFor(bound, 0, alpha)) return 'inconclusive';
  if (k <= n * bound) return 'pass';
  return (failures?.k ?? k) <= n * bound ? 'inconclusive' : 'fail';
}

function describe(
  memory: Memory,
  requirement: ProportionRequirement,
  told: Estimate,
  certainty: Certainty,
  state: string,
) {
  const rule = ruleOf(requirement, certainty);
  const { n, k } = told;
  const needed = Number.isFinite(told.needed) ? told.needed : null;
  return {
    ...shownValues(requirement, memory.values, told, () => criticalCounts(memory.seen, rule)),
    unit: unitOf(requirement),
    n,
    bad: k,
    nEffective: Number(told.nEffective.toFixed(1)),
    confidence: certainty.proof === 'point' ? 0 : 1 - certainty.alpha,
    needed,
    method: certainty.proof === 'point' ? 'point estimate' : told.method,
    message: sentence(requirement, told, needed, state) + byBound(memory),
    notes: notesOf(memory, told, certainty, state),
  };
}

function sentence(
  { bound, shown }: ProportionRequirement,
  { n, k }: Estimate,
  needed: number | null,
  state: string,
): string {
  const share = `${k === 0 ? 'none' : grouped(k)} of ${grouped(n)} ${shown.deed}`;
  const allowed = `${percent(k / n)}, allowed ${percent(bound)}`;
  if (state !== 'inconclusive') return `${share} (${allowed})`;
  if (k > n * bound) return `${share} (${allowed}): too many to pass, too few requests to prove it`;
  return needed === null
    ? `${share} (${allowed})`
    : `${share} (${allowed}); ${grouped(needed)} requests would be needed`;
}

/** How many of the bad ones may not be bad at all. */
function byBound({ seen, failures }: Memory): string {
  if (!failures || failures.k === seen.k) return '';
  return `; ${grouped(seen.k - failures.k)} of them only by an upper bound of their time`;
}

function notesOf(memory: Memory, told: Estimate, certainty: Certainty, state: string): string[] {
  const notes: string[] = memory.failures ? [AT_MOST] : [];
  if (told.independenceAssumed)
    notes.push('too few seconds of load to measure clustering: requests are assumed independent');
  else if (told.designEffect > 1.05)
    notes.push(`bad requests cluster: ${grouped(told.n)} count as ${grouped(Math.round(told.nEffective))}`);
  if (certainty.lag > 0 && !memory.failures && state === 'inconclusive' && memory.failed < memory.seen.k)
    notes.push(
      'the generator sent late, so that slowness may be its own: a violation by time is not held against the target',
    );
  return notes;
}

function unitOf({ shown }: ProportionRequirement): Judged['unit'] {
  return shown.unit;
}
