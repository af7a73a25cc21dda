/** A complete stall of `length` in every `cycle`, the first at `first`; milliseconds since the first request. */
export interface Stalls {
  readonly cycle: number;
  readonly length: number;
  readonly first: number;
}

/** When an answer that is due at an instant gets out: then, or at the end of the stall that it falls into. */
export function release(due: number, stalls: Stalls | undefined): number {
  if (!stalls || due < stalls.first) return due;
  const into = (due - stalls.first) % stalls.cycle;
  return into < stalls.length ? due - into + stalls.length : due;
}

export interface Demand {
  /** Requests per second. */
  readonly rate: number;
  /** Whole cycles, or the share of the stalls is not that of the schedule. */
  readonly seconds: number;
  /** Milliseconds. */
  readonly delay: number;
}

/** What users who come at the demanded rate wait for; milliseconds, by arithmetic alone. */
export function demandedWaits({ rate, seconds, delay }: Demand, stalls: Stalls): Float64Array {
  return Float64Array.from({ length: rate * seconds }, (_, index) => {
    const start = (1000 * index) / rate;
    return release(start + delay, stalls) - start;
  });
}

/** The nearest length of whole cycles, at least one; seconds. */
export function wholeCycles(seconds: number, stalls: Stalls | undefined): number {
  if (!stalls) return seconds;
  const cycle = stalls.cycle / 1000;
  return Math.max(1, Math.round(seconds / cycle)) * cycle;
}
