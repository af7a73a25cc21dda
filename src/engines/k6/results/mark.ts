/** Where a text occurs in a portion of a file, looked for in the order of its lines. */
export class Mark {
  readonly #text: string;
  readonly #portion: Buffer;
  #at = -1;

  constructor(text: string, portion: Buffer) {
    this.#text = text;
    this.#portion = portion;
  }

  /** Whether it occurs between two places; to be asked of places further and further on. */
  isWithin(start: number, end: number): boolean {
    if (this.#at < start) {
      const found = this.#portion.indexOf(this.#text, start, 'latin1');
      this.#at = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#at < end;
  }
}
