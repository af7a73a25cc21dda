import type { Random } from './random.ts';

/** Bad requests of each second of a run whose long-run bad fraction is exactly `fraction`. */
export type Truth = (
  random: Random,
  seconds: number,
  perSecond: number,
  fraction: number,
  into: Uint32Array,
) => void;

/** Mean seconds between bursts: at least three are then to be expected in any stretch of a minute. */
const BURST_EVERY = 12;
/** Mean seconds that the bad and the good state last, and how many times more errors the bad one has. */
const BAD_LASTS = 2;
const GOOD_LASTS = 8;
const BAD_RATIO = 20;

/** Four ways to be exactly as bad as the bound allows. */
export const TRUTHS: Readonly<Record<string, Truth>> = {
  independent,
  'one stall a minute': stalls,
  autocorrelated,
  bursts,
};

function independent(
  random: Random,
  seconds: number,
  perSecond: number,
  fraction: number,
  into: Uint32Array,
): void {
  for (let second = 0; second < seconds; second += 1) into[second] = random.binomial(perSecond, fraction);
}

/** Once a minute, from a random moment on, every request is bad until the minute's share is used up. */
function stalls(
  random: Random,
  seconds: number,
  perSecond: number,
  fraction: number,
  into: Uint32Array,
): void {
  into.fill(0);
  const length = 60 * fraction;
  for (let start = random.uniform() * 60 - 60; start < seconds; start += 60)
    stall(into, seconds, perSecond, start, length);
}

function stall(into: Uint32Array, seconds: number, perSecond: number, start: number, length: number): void {
  const from = Math.max(0, Math.round(start * perSecond));
  const to = Math.min(seconds * perSecond, Math.round((start + length) * perSecond));
  for (let request = from; request < to; request += 1) {
    const second = Math.floor(request / perSecond);
    into[second] = (into[second] as number) + 1;
  }
}

/** A service that is in a good or a bad state for seconds on end (two-state Markov chain). */
function autocorrelated(
  random: Random,
  seconds: number,
  perSecond: number,
  fraction: number,
  into: Uint32Array,
): void {
  const share = BAD_LASTS / (BAD_LASTS + GOOD_LASTS);
  const good = fraction / (1 - share + share * BAD_RATIO);
  let bad = random.uniform() < share;
  for (let second = 0; second < seconds; second += 1) {
    into[second] = random.binomial(perSecond, Math.min(1, bad ? good * BAD_RATIO : good));
    if (random.uniform() < 1 / (bad ? BAD_LASTS : GOOD_LASTS)) bad = !bad;
  }
}

/** Bursts at random moments, of random size (geometric). */
function bursts(
  random: Random,
  seconds: number,
  perSecond: number,
  fraction: number,
  into: Uint32Array,
): void {
  into.fill(0);
  const size = BURST_EVERY * perSecond * fraction;
  for (let at = random.exponential(BURST_EVERY); at < seconds; at += random.exponential(BURST_EVERY))
    stall(into, seconds, perSecond, at, (size * (0.5 + random.uniform())) / perSecond);
}
