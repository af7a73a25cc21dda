import { CR, LF } from './characters.ts';
import { Fields } from './fields.ts';
import { KeptBytes } from './kept-bytes.ts';
import { BROKEN, DONE, NEED_MORE, type Progress } from './progress.ts';
import type { Fault } from './response-fault.ts';

/** The fields after the last chunk, nearly always none (RFC 9112, section 7.1.2): validated and dropped. */
export class Trailers {
  /** Where the first byte after them is. */
  at = 0;
  fault: Fault | '' = '';
  readonly #fields = new Fields();
  readonly #kept = new KeptBytes();

  /** Whether they say that the connection closes. */
  get closes(): boolean {
    return this.#fields.closes;
  }

  begin(): void {
    this.fault = '';
    this.#fields.begin(0);
    this.#kept.clear();
  }

  /** Reads on; `limit` is for all of them, in bytes. */
  read(bytes: Buffer, start: number, end: number, limit: number): Progress {
    const before = this.#kept.length;
    if (before === 0 && end - start >= 2 && bytes[start] === CR && bytes[start + 1] === LF) {
      this.at = start + 2;
      return DONE;
    }
    this.#kept.append(bytes, start, Math.min(end, start + limit - before));
    const progress = this.#fields.read(this.#kept.buffer, this.#kept.length);
    if (progress === NEED_MORE)
      return this.#kept.length < limit ? NEED_MORE : this.#broken('trailers-too-large');
    if (progress === BROKEN || this.#frames()) return this.#broken('malformed-trailer');
    this.at = start + this.#fields.at - before;
    return DONE;
  }

  /** Whether they would frame the message that they end (RFC 9110, section 6.5.1). */
  #frames(): boolean {
    return this.#fields.isChunked || this.#fields.contentLength >= 0;
  }

  #broken(fault: Fault): Progress {
    this.fault = fault;
    return BROKEN;
  }
}
