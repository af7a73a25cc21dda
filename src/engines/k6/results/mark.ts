/** Where a text occurs in a portion of a file, looked for in the order of its lines. */
export class Mark {
  readonly #text: Buffer;
  readonly #portion: Buffer;
  #at = -1;

  constructor(text: Buffer, portion: Buffer) {
    this.#text = text;
    this.#portion = portion;
  }

  /** Whether it occurs between two places; to be asked of places further and further on. */
  isWithin(start: number, end: number): boolean {
    if (this.#at < start) {
      const found = this.#portion.indexOf(this.#text, start);
      this.#at = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#at < end;
  }
}
