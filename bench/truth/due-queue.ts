/** Things by the instant at which they are due, the earliest first (binary heap). */
export class DueQueue<Item> {
  readonly #heap: { readonly at: number; readonly item: Item }[] = [];

  add(at: number, item: Item): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push({ at, item });
    for (let parent = (place - 1) >> 1; place > 0 && this.#swapIfEarlier(place, parent); ) {
      place = parent;
      parent = (place - 1) >> 1;
    }
  }

  /** Takes the earliest one if it is due; undefined otherwise. */
  takeDue(now: number): Item | undefined {
    const first = this.#heap[0];
    if (!first || first.at > now) return undefined;
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) this.#sink(last);
    return first.item;
  }

  #sink(entry: { readonly at: number; readonly item: Item }): void {
    const heap = this.#heap;
    heap[0] = entry;
    for (
      let place = 0, child = this.#earlierChild(0);
      child < heap.length && this.#swapIfEarlier(child, place);
    ) {
      place = child;
      child = this.#earlierChild(place);
    }
  }

  #earlierChild(place: number): number {
    const left = 2 * place + 1;
    const right = left + 1;
    const heap = this.#heap;
    return right < heap.length && heap[right]!.at < heap[left]!.at ? right : left;
  }

  #swapIfEarlier(place: number, than: number): boolean {
    const heap = this.#heap;
    const [one, other] = [heap[place]!, heap[than]!];
    if (one.at >= other.at) return false;
    heap[place] = other;
    heap[than] = one;
    return true;
  }
}
