import type { Tally } from './tally.ts';

/**
 * Seconds that are not complete yet. A window is handed out soon after its second; requests that end later follow in
 * supplements. A second judged by its first part alone would show only the fast requests, or only those that failed
 * at once; so each is held back for as long as supplements have been seen to take. Plain data.
 */
export interface Pending {
  /** Newest second seen, and the next to be settled; -1 before the first. */
  newest: number;
  next: number;
  /** True once any second was settled. */
  begun: boolean;
  /** Seconds to hold back. */
  patience: number;
  /** Tallies by second, one per gate; null for gates that count nothing. */
  readonly open: Record<string, (Tally | null)[]>;
}

const LEAST_PATIENCE = 2;
const MOST_PATIENCE = 60;

export function openPending(): Pending {
  return { newest: -1, next: -1, begun: false, patience: LEAST_PATIENCE, open: {} };
}

/** Adds the tallies of a window. False when its second was settled before: then they are late. */
export function hold(pending: Pending, second: number, tallies: (Tally | null)[]): boolean {
  if (pending.newest < 0 || (!pending.begun && second < pending.next)) pending.next = second;
  pending.newest = Math.max(pending.newest, second);
  // A supplement tells how long requests take; one second more lets the next of its kind come in time.
  const delay = pending.newest - second + 1;
  pending.patience = Math.min(MOST_PATIENCE, Math.max(pending.patience, delay));
  if (second < pending.next) return false;
  const before = pending.open[second];
  pending.open[second] = before ? before.map((tally, gate) => add(tally, tallies[gate] ?? null)) : tallies;
  return true;
}

/** Takes the seconds that are complete by now, in order; all of them once nothing more will come. */
export function* settled(
  pending: Pending,
  everything: boolean,
): Generator<readonly [number, (Tally | null)[] | undefined]> {
  const through = everything ? pending.newest : pending.newest - pending.patience;
  for (; pending.next >= 0 && pending.next <= through; pending.next += 1) {
    yield [pending.next, pending.open[pending.next]];
    delete pending.open[pending.next];
    pending.begun = true;
  }
}

function add(left: Tally | null, right: Tally | null): Tally | null {
  if (!left || !right) return left ?? right;
  return {
    n: left.n + right.n,
    k: left.k + right.k,
    failed: left.failed + right.failed,
    far: left.far + right.far,
  };
}
