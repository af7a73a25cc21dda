/** What can take too long. */
export interface Timed {
  /** Its place among what is under way, or `NOWHERE`; for `UnderWay` alone. */
  place: number;
  /** When it will have had its time, in ms of the run's clock. */
  due(): number;
  /** It has had its time; must take itself out, or be due later. */
  late(now: number): void;
}

export const NOWHERE = -1;

/** The longest that a timer can wait, in ms. */
const LONGEST = 2 ** 31 - 1;
/** The least time between two looks, in ms: many that are late are found by few of them. */
const LEAST = 5;

/**
 * All that is under way. One timer serves it: it fires when the first of them is due, or was due when the timer was set,
 * looks at all of them and goes on, so that a request costs no timer of its own.
 */
export class UnderWay<Item extends Timed> {
  readonly #now: () => number;
  readonly #items: Item[] = [];
  readonly #check = (): void => this.#checkAll();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A copy, which stays as it is while they end. */
  get all(): readonly Item[] {
    return [...this.#items];
  }

  add(item: Item): void {
    item.place = this.#items.length;
    this.#items.push(item);
    this.watch(item);
  }

  delete(item: Item): void {
    const last = this.#items.pop() as Item;
    if (last !== item) {
      this.#items[item.place] = last;
      last.place = item.place;
    }
    item.place = NOWHERE;
  }

  /** To be called when one is due earlier than before; where it is due later, the timer finds out by itself. */
  watch(item: Item): void {
    const due = item.due();
    if (due >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = due;
    const wait = Math.max(LEAST, Math.min(LONGEST, Math.ceil(due - this.#now())));
    // Whatever is under way has a connection, which keeps the process alive.
    this.#timer = setTimeout(this.#check, wait).unref();
  }

  #checkAll(): void {
    const now = this.#now();
    this.#timerAt = Number.POSITIVE_INFINITY;
    for (const item of this.all) {
      // The end of one can be the end of another.
      if (item.place !== NOWHERE && item.due() <= now) item.late(now);
    }
    let first = this.#items[0];
    for (const item of this.#items) if (first === undefined || item.due() < first.due()) first = item;
    if (first) this.watch(first);
  }
}
