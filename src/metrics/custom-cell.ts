import type { CustomWindow } from '../model/window.ts';
import { DenseHistogram, type Pages } from './dense-histogram.ts';
import { PARTS } from './histogram.ts';

export type CustomKey = Pick<CustomWindow, 'custom' | 'scenario' | 'arm' | 'phase'>;

/** What one custom metric counted in one second. */
export class CustomCell {
  readonly #second: number;
  readonly #key: CustomKey;
  readonly #histogram: DenseHistogram;
  #count = 0;
  #sum = 0;

  constructor(second: number, key: CustomKey, pages: Pages) {
    this.#second = second;
    this.#key = key;
    this.#histogram = new DenseHistogram(pages);
  }

  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    this.#histogram.add(value * PARTS);
  }

  merge({ count, sum, histogram }: CustomWindow): void {
    this.#count += count;
    this.#sum += sum;
    this.#histogram.merge(histogram);
  }

  window(): CustomWindow {
    const { custom, scenario, arm, phase } = this.#key;
    return {
      second: this.#second,
      custom,
      scenario,
      arm,
      phase,
      count: this.#count,
      sum: this.#sum,
      histogram: this.#histogram.encode(),
    };
  }

  /** Gives the memory of its counts back, at the end of its use. */
  release(): void {
    this.#histogram.release();
  }
}
