import type { EncodedHistogram } from '../model/window.ts';
import { FreeList } from './free-list.ts';
import { bucketOf } from './histogram.ts';

const PAGE_BITS = 7;
const PAGE_SIZE = 2 ** PAGE_BITS;
const OFFSET = PAGE_SIZE - 1;

/** Counts of neighbouring buckets; doubles, since merged counts may exceed 32 bits. */
type Page = Float64Array;

/** Memory that histograms share. */
export type Pages = FreeList<Page>;

/** 4 MB. */
const MOST_FREE = 4096;

export function newPages(): Pages {
  return new FreeList(MOST_FREE, () => new Float64Array(PAGE_SIZE));
}

/**
 * Counts values in the buckets of `histogram.ts`, for recording: an array, in place of a map, makes adding cheap. It is
 * held in pages, lest one slow answer among fast ones takes the memory of all buckets between them.
 */
export class DenseHistogram {
  readonly #pages: (Page | undefined)[] = [];
  readonly #free: Pages;

  constructor(free: Pages) {
    this.#free = free;
  }

  add(value: number): void {
    const index = bucketOf(value);
    const page = this.#pages[index >> PAGE_BITS] ?? this.#grow(index >> PAGE_BITS);
    page[index & OFFSET]! += 1;
  }

  merge(encoded: EncodedHistogram): void {
    for (let at = 0; at + 1 < encoded.length; at += 2) {
      const index = encoded[at]!;
      const page = this.#pages[index >> PAGE_BITS] ?? this.#grow(index >> PAGE_BITS);
      page[index & OFFSET]! += encoded[at + 1]!;
    }
  }

  encode(): number[] {
    const encoded: number[] = [];
    for (const [at, page] of this.#pages.entries()) {
      if (page === undefined) continue;
      for (let offset = 0; offset < PAGE_SIZE; offset += 1)
        if (page[offset] !== 0) encoded.push(at * PAGE_SIZE + offset, page[offset]!);
    }
    return encoded;
  }

  /** Forgets the counts and gives the memory back. */
  release(): void {
    for (const [at, page] of this.#pages.entries()) {
      if (page === undefined) continue;
      this.#pages[at] = undefined;
      this.#free.give(page.fill(0));
    }
  }

  #grow(at: number): Page {
    while (this.#pages.length <= at) this.#pages.push(undefined);
    const page = this.#free.take();
    this.#pages[at] = page;
    return page;
  }
}
