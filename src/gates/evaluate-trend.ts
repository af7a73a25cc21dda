import { addWindow, type BlockLevel, designEffect } from '../stats/design-effect.ts';
import { failLevel } from '../stats/proportion.ts';
import { nearestRank, quantileRanks } from '../stats/quantile-ranks.ts';
import { AT_MOST } from './at-most.ts';
import { valueAt } from './buckets.ts';
import { addTo, type Chunk, type Chunks, chunkOf, joined, openChunks } from './chunks.ts';
import { type Certainty, type Evaluator, type Judged, judged } from './evaluator.ts';
import type { Requirement } from './requirement.ts';
import { tallyOf } from './tally.ts';
import { percent, short } from './words.ts';

type Trend = Extract<Requirement, { kind: 'trend' }>;

/** A quantile and its one-sided bounds; Infinity among the failures. */
interface Quantile {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

const LEAST_CHUNKS = 4;
const PARTS = 1000;
const TOO_SHORT = `a trend is judged at the end of at least ${LEAST_CHUNKS} seconds of load`;

/**
 * Non-inferiority of the second half of a run to its first half: the upper bound of the ratio of two quantiles must
 * stay within the margin. The bounds of the two are joined in logarithms by MOVER (Zou and Donner 2008).
 */
export const trendEvaluator: Evaluator<Trend, Chunks> = {
  start: openChunks,
  see(chunks, { measure }, selector, window) {
    const some = tallyOf(measure, selector, window);
    if (some.n === 0) return;
    const chunk = chunkOf(chunks, window.second);
    addTo(chunk, tallyOf(measure, selector, window, chunk.values));
  },
  judge(chunks, requirement, certainty) {
    const early = judged({ state: 'inconclusive', unit: 'ratio', message: TOO_SHORT });
    if (!certainty.final) return early;
    const half = Math.floor(chunks.list.length / 2);
    const [before, after] = [chunks.list.slice(0, half), chunks.list.slice(half)];
    const n = joined(chunks.list).n;
    if (n === 0) return judged({ state: 'no_data', unit: 'ratio', message: 'no request was counted' });
    if (chunks.list.length < LEAST_CHUNKS) return { ...early, n };
    return judge(before, after, requirement, certainty, n);
  },
};

function judge(before: Chunk[], after: Chunk[], requirement: Trend, certainty: Certainty, n: number): Judged {
  const { quantile } = requirement;
  const pass = compare(
    quantileOf(before, quantile, certainty.alpha),
    quantileOf(after, quantile, certainty.alpha),
  );
  const level = failLevel(certainty);
  const fail = compare(quantileOf(before, quantile, level), quantileOf(after, quantile, level));
  if (requirement.atMost) return unknown(requirement, fail, n);
  const observed = Number.isFinite(pass.ratio.at) ? pass.ratio.at - 1 : null;
  return judged({
    state: certainty.proof === 'point' ? pointState(pass, requirement) : provenState(pass, fail, requirement),
    unit: 'ratio',
    observed,
    n,
    interval: [finite(pass.ratio.low - 1), finite(pass.ratio.high - 1)],
    confidence: certainty.proof === 'point' ? 0 : 1 - certainty.alpha,
    method: 'non-inferiority of the second half (MOVER on order statistics)',
    message: sentence(pass, requirement),
  });
}

/** Upper bounds of two quantiles say nothing of their ratio; but a second half lost among failures is worse than any time. */
function unknown({ quantile }: Trend, { before, after }: Comparison, n: number): Judged {
  const name = nameOf(quantile);
  const isLost = after.low === Infinity && before.high < Infinity;
  return judged({
    state: isLost ? 'fail' : 'inconclusive',
    unit: 'ratio',
    n,
    message: isLost
      ? `${name} is among the failures in the second half, and was not in the first`
      : `${name} is known only as an upper bound in both halves, which tells of no change`,
    notes: [AT_MOST],
  });
}

interface Comparison {
  readonly before: Quantile;
  readonly after: Quantile;
  readonly ratio: Quantile;
  readonly difference: Quantile;
}

function compare(before: Quantile, after: Quantile): Comparison {
  const logs = mover(logged(before), logged(after));
  return {
    before,
    after,
    ratio: { at: Math.exp(logs.at), low: Math.exp(logs.low), high: Math.exp(logs.high) },
    difference: mover(before, after),
  };
}

function mover(before: Quantile, after: Quantile): Quantile {
  const at = after.at - before.at;
  const low = at - Math.hypot(after.at - after.low, before.high - before.at);
  const high = at + Math.hypot(after.high - after.at, before.at - before.low);
  // Among failures every difference is undefined: then nothing is bounded.
  return { at, low: Number.isNaN(low) ? -Infinity : low, high: Number.isNaN(high) ? Infinity : high };
}

function logged({ at, low, high }: Quantile): Quantile {
  return { at: Math.log(at), low: Math.log(low), high: Math.log(high) };
}

function provenState(pass: Comparison, fail: Comparison, { margin, tolerance }: Trend): Judged['state'] {
  if (pass.ratio.high <= 1 + margin || pass.difference.high <= tolerance) return 'pass';
  const lost = fail.after.low === Infinity && fail.before.high < Infinity;
  const worse = fail.ratio.low > 1 + margin && fail.difference.low > tolerance;
  return lost || worse ? 'fail' : 'inconclusive';
}

function pointState(
  { ratio, difference, before }: Comparison,
  { margin, tolerance }: Trend,
): Judged['state'] {
  if (!Number.isFinite(before.at)) return 'inconclusive';
  return ratio.at <= 1 + margin || difference.at <= tolerance ? 'pass' : 'fail';
}

/** A quantile in milliseconds, where what failed is slower than everything. */
function quantileOf(chunks: readonly Chunk[], quantile: number, alpha: number): Quantile {
  const { n, values } = joined(chunks);
  const value = (rank: number) => (rank < 1 ? 0 : (valueAt(values, rank) ?? Infinity) / PARTS);
  const at = value(nearestRank(n, quantile));
  const effect = clustering(chunks, at);
  const ranks = quantileRanks(Math.floor(n / effect), quantile, alpha);
  return {
    at,
    low: value(Math.floor(ranks.low * effect)),
    high: ranks.high === Infinity ? Infinity : value(Math.ceil(ranks.high * effect)),
  };
}

/** Design effect of "slower than the quantile" between chunks. */
function clustering(chunks: readonly Chunk[], at: number): number {
  const levels: BlockLevel[] = [];
  let [n, k] = [0, 0];
  for (const chunk of chunks) {
    const slow = chunk.n - countWithin(chunk, at);
    addWindow(levels, chunk.n, slow);
    n += chunk.n;
    k += slow;
  }
  return designEffect(levels, n, k);
}

function countWithin({ values }: Chunk, at: number): number {
  let within = 0;
  for (const [index, count] of Object.entries(values))
    if ((valueAt({ [index]: count }, 1) as number) / PARTS <= at) within += count;
  return within;
}

function sentence({ before, after, ratio }: Comparison, { quantile, margin, tolerance }: Trend): string {
  const name = nameOf(quantile);
  const text = (value: number) => (Number.isFinite(value) ? `${short(value)} ms` : 'failure');
  const change = Number.isFinite(ratio.at) ? ` (${ratio.at >= 1 ? '+' : ''}${percent(ratio.at - 1)})` : '';
  const allowed = `allowed +${percent(margin)}${tolerance > 0 ? ` or +${short(tolerance)} ms` : ''}`;
  return `${name} went from ${text(before.at)} to ${text(after.at)}${change}, ${allowed}`;
}

function nameOf(quantile: number): string {
  return `p${Number((quantile * 100).toFixed(6))}`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
