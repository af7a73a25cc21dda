/** What a server wanted and did; milliseconds. Entries of one request stand at the same place. */
export interface DelayLog {
  /** Since the server began: when the request had completely arrived. */
  readonly arrived: Float64Array;
  readonly wanted: Float64Array;
  /** From the complete arrival to the write of the answer. */
  readonly applied: Float64Array;
  /** Requests whose connection was gone when they were due. */
  readonly abandoned: number;
  /** Share of the time in which the server could not see its sockets: it was not on its core. */
  readonly blind: number;
}

const FIRST_SIZE = 1 << 17;

/** Grows by doubling; written in the order of the answers. */
export class DelayRecorder {
  #arrived = new Float64Array(FIRST_SIZE);
  #wanted = new Float64Array(FIRST_SIZE);
  #applied = new Float64Array(FIRST_SIZE);
  #length = 0;
  #abandoned = 0;

  add(arrived: number, wanted: number, applied: number): void {
    if (this.#length === this.#arrived.length) this.#grow();
    this.#arrived[this.#length] = arrived;
    this.#wanted[this.#length] = wanted;
    this.#applied[this.#length] = applied;
    this.#length += 1;
  }

  abandon(): void {
    this.#abandoned += 1;
  }

  close(blind: number): DelayLog {
    return {
      arrived: this.#arrived.slice(0, this.#length),
      wanted: this.#wanted.slice(0, this.#length),
      applied: this.#applied.slice(0, this.#length),
      abandoned: this.#abandoned,
      blind,
    };
  }

  #grow(): void {
    this.#arrived = doubled(this.#arrived);
    this.#wanted = doubled(this.#wanted);
    this.#applied = doubled(this.#applied);
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
