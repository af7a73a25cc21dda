import { retryAfterSeconds } from '../../http/retry-after.ts';
import type { Raw } from '../answers/raw.ts';

/** Seconds are rounded, and answers may overtake one another. */
const TOLERANCE = 1;

/**
 * Notices that a limiter shuts its client out for longer and longer, as those with a backoff or a ban do: a rejection
 * asks for more waiting than one before it, and nothing was let through in between.
 */
export class Escalation {
  #least = Number.POSITIVE_INFINITY;

  /** True for the answer that shows it. */
  note(raw: Pick<Raw, 'status' | 'header'>): boolean {
    if (raw.status !== 429) {
      if (raw.status >= 200 && raw.status < 400) this.#least = Number.POSITIVE_INFINITY;
      return false;
    }
    const seconds = retryAfterSeconds(raw.header('retry-after') ?? '', raw.header('date'));
    if (typeof seconds !== 'number') return false;
    const grown = seconds > this.#least + TOLERANCE;
    this.#least = Math.min(this.#least, seconds);
    return grown;
  }
}
