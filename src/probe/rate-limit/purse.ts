import { InconclusiveError } from '../failures.ts';

/** Requests that may still be sent for one thing, so that proving it again and again comes to an end. */
export class Purse {
  #left: number;

  constructor(requests: number) {
    this.#left = requests;
  }

  /** Whether so many more may be sent. */
  holds(requests: number): boolean {
    return this.#left >= requests;
  }

  /** Throws `InconclusiveError` when there are not so many left. */
  take(requests = 1): void {
    if (!this.holds(requests)) throw new InconclusiveError('the requests for this limit are used up');
    this.#left -= requests;
  }
}
