/** Spreads requests so that no more than `maxRate` a second begin, whoever sends them. */
export class Pace {
  readonly #interval: number;
  readonly #now: () => number;
  #next = 0;

  constructor(maxRate: number | undefined, now: () => number) {
    this.#interval = maxRate === undefined ? 0 : 1000 / maxRate;
    this.#now = now;
  }

  /** Milliseconds to wait before so many requests may be sent together. */
  reserve(requests: number): number {
    const now = this.#now();
    this.#next = Math.max(this.#next, now) + this.#interval * requests;
    return Math.max(0, this.#next - this.#interval - now);
  }
}
