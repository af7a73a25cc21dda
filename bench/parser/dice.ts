import { seeded } from '../../src/engines/requests/random.ts';

/** Choices that look random and repeat with the seed. */
export class Dice {
  readonly #next: () => number;

  constructor(seed: number, index: number) {
    this.#next = seeded(seed, index);
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }

  /** A whole number below the bound. */
  below(bound: number): number {
    return Math.floor(this.#next() * bound);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Item>(items: ArrayLike<Item>): Item {
    return items[this.below(items.length)] as Item;
  }

  /** So many characters of the alphabet. */
  text(alphabet: string, length: number): string {
    let text = '';
    for (let count = 0; count < length; count += 1) text += this.pick(alphabet);
    return text;
  }
}
