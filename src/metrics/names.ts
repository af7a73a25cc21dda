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

  /** How many samples had their name replaced. */
  get refused(): number {
    return this.#refused;
  }

  /** The name under which so many samples are counted. One that is `(other)` already was refused by another store. */
  admit(name: string, samples = 1): string {
    if (this.#known.has(name)) return name;
    if (name.length > LONGEST) return this.admit(name.slice(0, LONGEST), samples);
    if (name !== OTHER && this.#known.size < this.#most) {
      this.#known.add(name);
      return name;
    }
    this.#refused += samples;
    return OTHER;
  }
}
