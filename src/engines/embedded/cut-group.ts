/** What ends one thing under way, and its place among the others. */
export interface Cutter {
  readonly cut: () => void;
  before: Cutter | undefined;
  after: Cutter | undefined;
}

/**
 * Things under way that end together: requests when their scenario is cut, waits when it is halted. They are a chain
 * and no Set, since they come and go with every iteration: a Set's outgrown tables refer to their successors, and once one of them is
 * old, all that follow are garbage that only a full collection finds.
 */
export class CutGroup {
  #first: Cutter | undefined;
  #isCut = false;

  get isCut(): boolean {
    return this.#isCut;
  }

  /** Registers what ends something under way; it runs at once when the cut is already past. */
  add(cut: () => void): Cutter {
    const cutter: Cutter = { cut, before: undefined, after: undefined };
    if (this.#isCut) cut();
    else {
      cutter.after = this.#first;
      if (this.#first) this.#first.before = cutter;
      this.#first = cutter;
    }
    return cutter;
  }

  /** One that is not registered any more is left alone. */
  delete(cutter: Cutter): void {
    const { before, after } = cutter;
    if (before) before.after = after;
    else if (this.#first === cutter) this.#first = after;
    if (after) after.before = before;
    cutter.before = undefined;
    cutter.after = undefined;
  }

  cut(): void {
    this.#isCut = true;
    const cutters: Cutter[] = [];
    for (let cutter = this.#first; cutter; cutter = cutter.after) cutters.unshift(cutter);
    for (const cutter of cutters) this.delete(cutter);
    for (const { cut } of cutters) cut();
  }
}
