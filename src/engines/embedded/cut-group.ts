/** Things under way that end together: requests when their scenario is cut, waits when it is halted. */
export class CutGroup {
  readonly #cutters = new Set<() => void>();
  #isCut = false;

  get isCut(): boolean {
    return this.#isCut;
  }

  /** Registers what ends something under way; it runs at once when the cut is already past. */
  add(cutter: () => void): void {
    if (this.#isCut) cutter();
    else this.#cutters.add(cutter);
  }

  delete(cutter: () => void): void {
    this.#cutters.delete(cutter);
  }

  cut(): void {
    this.#isCut = true;
    const cutters = [...this.#cutters];
    this.#cutters.clear();
    for (const cutter of cutters) cutter();
  }
}
