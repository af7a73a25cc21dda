import { provesAbove, provesAtMost } from './binomial.ts';
import { addWindow, type BlockLevel, designEffect } from './design-effect.ts';
import { evidenceBelow, mostEvidence } from './mixture.ts';
import { openWager, play, type Wager, wealth } from './wager.ts';

/** What has been seen of one proportion: plain data, whose size does not grow with the number of requests. */
export interface Proportion {
  n: number;
  k: number;
  /** Windows that held any request. */
  windows: number;
  readonly levels: BlockLevel[];
  /** Played once per window. */
  readonly wager: Wager;
  /** Played once per block of windows, so that an episode of some seconds is one event, not many. */
  readonly blockWager: Wager;
  readonly block: { n: number; k: number; windows: number };
}

/** How sure one must be, and how often one looks. */
export interface Rule {
  /** The largest proportion that is allowed. */
  readonly bound: number;
  readonly alpha: number;
  /** Gates that could each raise a false alarm. */
  readonly family: number;
  /** True where the run may stop as soon as it sees a pass. */
  readonly sequential: boolean;
  /** No more windows will come. */
  readonly final: boolean;
}

/** With fewer windows than this, clustering cannot be told and independence is assumed. */
export const LEAST_WINDOWS = 10;

/** Windows of a block: episodes of this length must not look like a lasting change. */
const BLOCK = 8;

/** A look on the way sees a design effect that is itself estimated from little: its excess is taken this much larger. */
const CAUTION = 1.5;

export function openProportion(): Proportion {
  return {
    n: 0,
    k: 0,
    windows: 0,
    levels: [],
    wager: openWager(),
    blockWager: openWager(),
    block: { n: 0, k: 0, windows: 0 },
  };
}

/** Adds one window of n requests, k of them bad; `bound` is the proportion that is wagered against. */
export function addRequests(memory: Proportion, bound: number, n: number, k: number): void {
  addWindow(memory.levels, n, k);
  if (n === 0) return;
  memory.n += n;
  memory.k += k;
  memory.windows += 1;
  play(memory.wager, k / n, bound);
  addToBlock(memory, bound, n, k);
}

/** True when it is proven, one-sided at level alpha, that the proportion is at most the bound. */
export function provenWithin(memory: Proportion, rule: Rule): boolean {
  const { bound, alpha } = rule;
  if (memory.n === 0 || memory.k >= memory.n * bound) return false;
  if (rule.sequential) return seenWithin(memory, bound, alpha);
  if (!rule.final) return false;
  const effect = effectOf(memory, rule);
  return provesAtMost(bound, memory.k / effect, memory.n / effect, alpha);
}

/** True when it is proven, at level alpha for the whole family, that the proportion is above the bound. */
export function provenAbove(memory: Proportion, rule: Rule): boolean {
  const { n, k } = memory;
  if (k <= n * rule.bound) return false;
  const level = failLevel(rule);
  if (!rule.final && Math.min(wealth(memory.wager), wealth(memory.blockWager)) < 1 / level) return false;
  const effect = designEffectOf(memory);
  return provesAbove(rule.bound, k / effect, n / effect, level);
}

/** Half of alpha is for all looks on the way, half for the one at the end; both are shared by the family. */
export function failLevel(rule: Pick<Rule, 'alpha' | 'family'>): number {
  return rule.alpha / 2 / Math.max(1, rule.family);
}

/** Requests that weigh as much as one independent request, with the caution that a pass asks for. */
export function effectOf(memory: Proportion, rule: Pick<Rule, 'sequential'>): number {
  const effect = designEffectOf(memory);
  return rule.sequential ? 1 + CAUTION * (effect - 1) : effect;
}

function designEffectOf(memory: Proportion): number {
  return memory.windows < LEAST_WINDOWS ? 1 : designEffect(memory.levels, memory.n, memory.k);
}

function seenWithin(memory: Proportion, bound: number, alpha: number): boolean {
  const wanted = Math.log(1 / alpha);
  // A design effect only takes evidence away: most looks end at one of these cheap tests.
  if (mostEvidence(bound, memory.k, memory.n) < wanted) return false;
  const effect = effectOf(memory, { sequential: true });
  const [k, n] = [memory.k / effect, memory.n / effect];
  return mostEvidence(bound, k, n) >= wanted && evidenceBelow(bound, k, n, { scale: bound }) >= wanted;
}

function addToBlock(memory: Proportion, bound: number, n: number, k: number): void {
  const { block } = memory;
  block.n += n;
  block.k += k;
  block.windows += 1;
  if (block.windows < BLOCK) return;
  play(memory.blockWager, block.k / block.n, bound);
  block.n = 0;
  block.k = 0;
  block.windows = 0;
}
