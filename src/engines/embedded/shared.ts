import type { LoadJob } from '../../model/engine.ts';

/** Numbers that all threads of a job count in together; each is used by one class only. */
export interface SharedNumbers {
  /** Requests left, of `maxRequests`. */
  readonly requests: BigInt64Array;
  /** When the next request may go under `maxRate`. */
  readonly rate: BigInt64Array;
  /** Iterations left, by the place of the scenario; for those whose iterations all virtual users share. */
  readonly iterations: readonly BigInt64Array[];
}

export function sharedNumbers({ maxRequests, scenarios }: LoadJob): SharedNumbers {
  return {
    requests: shared(maxRequests),
    rate: shared(0),
    iterations: scenarios.map(({ spec }) => shared('iterations' in spec ? spec.iterations : 0)),
  };
}

/**
 * A heap that all threads take from, by the handful where that is asked for: one that ends early then keeps less than a
 * handful to itself.
 */
export class Heap {
  readonly #left: BigInt64Array;
  readonly #handful: number;
  #own = 0;

  constructor(left: BigInt64Array, handful = 1) {
    this.#left = left;
    this.#handful = handful;
  }

  /** Takes one; false when none is left. */
  take(): boolean {
    if (this.#own === 0) this.#own = this.#grab();
    if (this.#own === 0) return false;
    this.#own -= 1;
    return true;
  }

  #grab(): number {
    const left = Number(Atomics.sub(this.#left, 0, BigInt(this.#handful)));
    return Math.max(0, Math.min(left, this.#handful));
  }
}

function shared(value: number): BigInt64Array {
  const numbers = new BigInt64Array(new SharedArrayBuffer(8));
  numbers[0] = BigInt(value);
  return numbers;
}
