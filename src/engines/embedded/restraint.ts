/**
 * Measures how long arrivals are kept waiting by our own restraint: while virtual users wait for leave to send and none
 * is free. That time is no part of what the target is judged by.
 */
export class Restraint {
  readonly #now: () => number;
  #held = 0;
  #full = false;
  #since: number | undefined;
  #total = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** True while it is us who keep arrivals waiting. */
  get holds(): boolean {
    return this.#held > 0;
  }

  /** A virtual user begins (1) or ends (-1) to wait for leave. */
  hold(change: 1 | -1): void {
    this.#held += change;
    this.#update();
  }

  /** Whether every virtual user is busy. */
  full(full: boolean): void {
    if (full === this.#full) return;
    this.#full = full;
    this.#update();
  }

  /** Milliseconds so far. */
  total(): number {
    return this.#total + (this.#since === undefined ? 0 : this.#now() - this.#since);
  }

  #update(): void {
    const running = this.#held > 0 && this.#full;
    if (running === (this.#since !== undefined)) return;
    this.#total = this.total();
    this.#since = running ? this.#now() : undefined;
  }
}
