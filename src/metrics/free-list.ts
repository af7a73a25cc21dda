/** Things that are used again instead of being made anew, so that counting needs no new memory in the long run. */
export class FreeList<Thing> {
  readonly #make: () => Thing;
  readonly #most: number;
  readonly #free: Thing[] = [];
  #held = 0;

  /** No more than `most` are kept for later: what was needed once only is left to the garbage collector. */
  constructor(most: number, make: () => Thing) {
    this.#most = most;
    this.#make = make;
  }

  /** How many there are, in use or free. */
  get held(): number {
    return this.#held;
  }

  take(): Thing {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    this.#held += 1;
    return this.#make();
  }

  /** Takes back a thing that nobody uses any more, as empty as it was when made. */
  give(thing: Thing): void {
    if (this.#free.length < this.#most) this.#free.push(thing);
    else this.#held -= 1;
  }
}
