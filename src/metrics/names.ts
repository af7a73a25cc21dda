/** What is counted in place of a name for which there is no more room. */
export const OTHER = '(other)';

const LONGEST = 200;

/**
 * Keeps the number of different names bounded, so that a path with an id in it, or a version header that changes with
 * every answer, cannot make a series of its own for every request. What does not fit is counted as `(other)`.
 */
export class BoundedNames {
  readonly #known: Set<string>;
  readonly #most: number;
  #refused = 0;

  /** `kept` always has room, whatever came before it. */
  constructor(most: number, kept: Iterable<string> = []) {
    this.#known = new Set(kept);
    this.#most = most + this.#known.size;
  }

  /** How many times a name was replaced. */
  get refused(): number {
    return this.#refused;
  }

  admit(name: string): string {
    if (this.#known.has(name)) return name;
    if (name.length > LONGEST) return this.admit(name.slice(0, LONGEST));
    if (this.#known.size < this.#most) {
      this.#known.add(name);
      return name;
    }
    this.#refused += 1;
    return OTHER;
  }
}
