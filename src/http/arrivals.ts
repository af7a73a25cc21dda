const MOST = 256;
/** What comes within so many ms of one another came together. */
const TOGETHER = 1;

/** When the parts of a body came, in bounded memory. */
export class Arrivals {
  readonly #list: (readonly [at: number, bytes: number])[] = [];

  get list(): readonly (readonly [at: number, bytes: number])[] {
    return this.#list;
  }

  /** `at` in ms; `bytes` of the body that have come by then. */
  note(at: number, bytes: number): void {
    const last = this.#list.at(-1);
    if (last !== undefined && at - last[0] < TOGETHER) this.#list.splice(-1, 1, [last[0], bytes]);
    else if (this.#list.length < MOST) this.#list.push([at, bytes]);
    else this.#list.splice(-1, 1, [at, bytes]);
  }
}
