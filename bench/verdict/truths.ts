import type { Random } from './random.ts';

export interface Run {
  readonly seconds: number;
  readonly perSecond: number;
  /** Long-run share of bad requests. */
  readonly fraction: number;
}

/** Writes the bad requests of each second of a run. */
export type Truth = (random: Random, run: Run, into: Uint32Array) => void;

/** How many times more errors the bad state has than the good one. */
const BAD_RATIO = 20;

/** Every request for itself. */
export const independent: Truth = (random, { seconds, perSecond, fraction }, into) => {
  for (let second = 0; second < seconds; second += 1) into[second] = random.binomial(perSecond, fraction);
};

/** Once every so many seconds, from a random moment on, every request is bad until the period's share is used up. */
export function stalls(period: number): Truth {
  return (random, run, into) => {
    into.fill(0);
    for (let start = (random.uniform() - 1) * period; start < run.seconds; start += period)
      stall(into, run, start, period * run.fraction);
  };
}

/** A service that is in a good or a bad state for seconds on end (two-state Markov chain); mean times in seconds. */
export function autocorrelated(good: number, bad: number): Truth {
  return (random, { seconds, perSecond, fraction }, into) => {
    const share = bad / (bad + good);
    const least = fraction / (1 - share + share * BAD_RATIO);
    let isBad = random.uniform() < share;
    for (let second = 0; second < seconds; second += 1) {
      into[second] = random.binomial(perSecond, Math.min(1, isBad ? least * BAD_RATIO : least));
      if (random.uniform() < 1 / (isBad ? bad : good)) isBad = !isBad;
    }
  };
}

/** Bursts at random moments, so many seconds apart on average, of half to one and a half times the mean size. */
export function bursts(every: number): Truth {
  return (random, run, into) => {
    into.fill(0);
    // The process has run for ever: a burst that began before the run may reach into it.
    const before = 1.5 * every * run.fraction;
    for (let at = random.exponential(every) - before; at < run.seconds; at += random.exponential(every))
      stall(into, run, at, every * run.fraction * (0.5 + random.uniform()));
  };
}

/** Four ways to be exactly as bad as allowed. In each, at least five clusters are to be expected in a minute, or one is certain. */
export const TRUTHS: Readonly<Record<string, Truth>> = {
  independent,
  'one stall a minute': stalls(60),
  autocorrelated: autocorrelated(8, 2),
  bursts: bursts(12),
};

/** Rarer clusters: where the method, and any method, begins to fail in a run of a few minutes. */
export const STRESS: Readonly<Record<string, Truth>> = Object.fromEntries(
  [15, 20, 30, 60, 120].flatMap((cycle) => [
    [`autocorrelated, cycle ${cycle} s`, autocorrelated(0.8 * cycle, 0.2 * cycle)],
    [`bursts every ${cycle} s`, bursts(cycle)],
  ]),
);

function stall(into: Uint32Array, { seconds, perSecond }: Run, start: number, length: number): void {
  const from = Math.max(0, start * perSecond);
  const to = Math.min(seconds * perSecond, (start + length) * perSecond);
  for (let request = Math.ceil(from); request < to; request += 1) {
    const second = Math.floor(request / perSecond);
    // Stalls may overlap; no more than every request can be bad.
    into[second] = Math.min(perSecond, (into[second] as number) + 1);
  }
}
