import type { HeaderLines } from '../../model/exchange.ts';

/** One request, ready for the wire. */
export interface Prepared {
  readonly method: string;
  /** Path and query as they go out. */
  readonly path: string;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly body?: string;
  /** Of the whole request, from its send to the last byte, in ms. */
  readonly timeout: number;
  readonly localAddress?: string;
  /** Most bytes of the body to keep; the rest is counted and dropped. 0 keeps none. */
  readonly capture: number;
  /**
   * Sees each chunk of the body as it comes. Once it answers true the answer is complete: a connection that stays open
   * or breaks after that takes nothing from it.
   */
  readonly onChunk?: (chunk: Buffer, at: number) => boolean;
}

/** Why there was no complete answer. */
export interface Failure {
  /** `refused`: the request itself cannot be sent; it never left, and is our own mistake. */
  readonly kind: 'network' | 'timeout' | 'cut' | 'refused';
  readonly code: string;
  readonly message: string;
}

/** What came back. Times are those of the run's clock, in ms. */
export interface Raw {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly started: number;
  readonly connect?: number;
  readonly firstByte?: number;
  readonly ended: number;
  /** Bytes of the body as received. */
  readonly bytes: number;
  /** As much of the body as was asked for. */
  readonly body: string;
  readonly truncated: boolean;
  readonly failure?: Failure;
  /** Decoded on demand: most requests need none of them. */
  readonly headers: () => HeaderLines;
}

/** The seam between load and HTTP: one request, no retry, no redirect, never rejects. */
export interface Transport {
  request(prepared: Prepared, group: CutGroup): Promise<Raw>;
  close(): Promise<void>;
}

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
