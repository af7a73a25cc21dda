import type { Tally } from './tally.ts';

/** Tallies of the last few stretches of time, for sliding windows: plain data of bounded size. */
export interface Ring {
  /** Seconds of a stretch, and how many are kept. */
  readonly stretch: number;
  readonly size: number;
  /** Number of the newest stretch; -1 before the first. */
  newest: number;
  /** Requests and bad ones by turns; the place of a stretch is its number modulo the size. */
  readonly counts: number[];
}

export function openRing(length: number, stretch: number): Ring {
  const size = Math.max(1, Math.ceil(length / stretch));
  return { stretch, size, newest: -1, counts: new Array<number>(2 * size).fill(0) };
}

/** Adds a second's tally; what is older than the ring is left out. */
export function addToRing(ring: Ring, second: number, { n, k }: Pick<Tally, 'n' | 'k'>): void {
  const stretch = Math.floor(second / ring.stretch);
  if (stretch > ring.newest) forget(ring, stretch);
  if (stretch <= ring.newest - ring.size || stretch < 0) return;
  const place = 2 * (stretch % ring.size);
  ring.counts[place] = (ring.counts[place] as number) + n;
  ring.counts[place + 1] = (ring.counts[place + 1] as number) + k;
}

/** Sums of the newest `stretches`, the one being filled included. */
export function sumOf(ring: Ring, stretches = ring.size): { n: number; k: number } {
  let [n, k] = [0, 0];
  for (let back = 0; back < Math.min(stretches, ring.size) && back <= ring.newest; back += 1) {
    const place = 2 * ((ring.newest - back) % ring.size);
    n += ring.counts[place] as number;
    k += ring.counts[place + 1] as number;
  }
  return { n, k };
}

/** Makes room for stretches up to `newest`. */
function forget(ring: Ring, newest: number): void {
  const first = Math.max(ring.newest + 1, newest - ring.size + 1);
  for (let stretch = first; stretch <= newest; stretch += 1)
    ring.counts.fill(0, 2 * (stretch % ring.size), 2 * (stretch % ring.size) + 2);
  ring.newest = newest;
}
