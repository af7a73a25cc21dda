import type { Head } from 'autocannon';
import type { HeaderLines } from '../../model/exchange.ts';
import { textOf } from '../answers/content-coding.ts';
import type { Failure, Raw } from '../answers/raw.ts';

const NOTHING = Buffer.alloc(0);
const EMPTY = new Set([204, 304]);

/** An answer as it comes in. Times are ms of the run's clock; connecting is not told apart. */
export class Answer implements Raw {
  readonly started: number;
  readonly connect = Number.NaN;
  status = 0;
  /** The end of its head: autocannon tells of no earlier moment. */
  firstByte = Number.NaN;
  ended = Number.NaN;
  bytes = 0;
  truncated = false;
  failure: Failure | undefined;
  readonly #capture: number;
  #kept: Buffer = NOTHING;
  #lines: HeaderLines = [];

  /** `capture`: most bytes of the body to keep for judging. */
  constructor(started: number, capture: number) {
    this.started = started;
    this.#capture = capture;
  }

  head({ statusCode, headers }: Head, at: number): void {
    this.status = statusCode;
    this.firstByte = at;
    this.#lines = pairs(headers);
  }

  body(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.#capture === 0) return;
    const room = this.#capture - this.#kept.length;
    this.truncated ||= chunk.length > room;
    if (room > 0) this.#kept = Buffer.concat([this.#kept, chunk.subarray(0, room)]);
  }

  /** True where only the end of the connection ends it (RFC 9112, section 6.3). */
  get endsWithConnection(): boolean {
    if (this.status === 0 || EMPTY.has(this.status)) return false;
    return this.header('content-length') === undefined && this.header('transfer-encoding') === undefined;
  }

  headers(): HeaderLines {
    return this.#lines;
  }

  header(name: string): string | undefined {
    return this.#lines.find(([line]) => line.toLowerCase() === name)?.[1];
  }

  text(): string | undefined {
    return textOf(this.#kept, (name) => this.header(name));
  }
}

function pairs(flat: readonly string[]): HeaderLines {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ''] as const] : []));
}
