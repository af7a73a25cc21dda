import type { EncodedHistogram } from '../model/window.ts';
import { Histogram } from './histogram.ts';

/** Counts beyond this do not fit; they would take 49 days at a thousand a second. */
const MOST = 2 ** 32 - 1;

/**
 * Counts that are kept for long and read once: a few bytes per bucket that is in use. What is added is added exactly, up
 * to 2^32 - 1 in one bucket, where it stays.
 */
export class CompactHistogram {
  /** Index and count by turns, index ascending. */
  #pairs = new Uint32Array(0);

  merge(other: EncodedHistogram | CompactHistogram): void {
    const added = other instanceof CompactHistogram ? other.#pairs : other;
    if (added.length === 0) return;
    if (this.#pairs.length === 0) {
      this.#pairs = Uint32Array.from(added, bounded);
      return;
    }
    const sum = this.whole();
    sum.merge(Array.from(added));
    this.#pairs = Uint32Array.from(sum.encode(), bounded);
  }

  /** As a histogram that percentiles can be read from. */
  whole(): Histogram {
    return Histogram.decode(Array.from(this.#pairs));
  }
}

function bounded(value: number): number {
  return Math.min(value, MOST);
}
