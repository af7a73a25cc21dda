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

/** A heap that all threads take from. */
export class Heap {
  readonly #left: BigInt64Array;

  constructor(left: BigInt64Array) {
    this.#left = left;
  }

  /** Takes one; false when none is left. */
  take(): boolean {
    return Atomics.sub(this.#left, 0, 1n) > 0n;
  }
}

function shared(value: number): BigInt64Array {
  const numbers = new BigInt64Array(new SharedArrayBuffer(8));
  numbers[0] = BigInt(value);
  return numbers;
}
