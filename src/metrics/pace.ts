interface Edge {
  readonly second: number;
  count: number;
}

/** With fewer seconds than this, what is left between the edges says too little. */
const ENOUGH = 4;

/**
 * Requests per second. A load begins and ends in the middle of a second, so the first and the last second count only
 * where there is little else: 200/s for 25.0 s touches 26 seconds, and is still 200/s.
 */
export class Pace {
  #count = 0;
  #first: Edge | undefined;
  #last: Edge | undefined;

  /** Counts of one second may come in parts and in any order. */
  add(second: number, count: number): void {
    this.#count += count;
    if (!this.#first || second < this.#first.second) this.#first = { second, count };
    else if (second === this.#first.second) this.#first.count += count;
    if (!this.#last || second > this.#last.second) this.#last = { second, count };
    else if (second === this.#last.second) this.#last.count += count;
  }

  /** `duration` in seconds is taken where too few seconds were seen; 0 when it is unknown. */
  rate(duration: number): number {
    if (!this.#first || !this.#last) return 0;
    const seconds = this.#last.second - this.#first.second + 1;
    if (seconds >= ENOUGH) return (this.#count - this.#first.count - this.#last.count) / (seconds - 2);
    return this.#count / (duration > 0 ? duration : seconds);
  }
}
