import type { HeaderLines } from '../../../model/exchange.ts';
import { COLON, CR, IS_TEXT, IS_TOKEN, LF } from './characters.ts';
import {
  afterSpace,
  beforeSpace,
  CLOSES,
  connectionOptions,
  contentLength,
  isChunked,
  isSame,
  KEEPS,
  keepAliveTimeout,
} from './field-values.ts';
import { BROKEN, DONE, NEED_MORE, type Progress } from './progress.ts';
import type { Fault } from './response-fault.ts';

const LINE_START = 0;
const NAME = 1;
const VALUE = 2;
const LINE_END = 3;
const SECTION_END = 4;

const CONNECTION = 'connection';
const PROXY_CONNECTION = 'proxy-connection';
const KEEP_ALIVE = 'keep-alive';
const CONTENT_LENGTH = 'content-length';
const TRANSFER_ENCODING = 'transfer-encoding';

/**
 * A section of field lines with the empty line that ends it (RFC 9112, section 5), read from bytes that lie side by side:
 * it remembers places, not bytes. Every byte is validated; only the fields that frame a message are understood.
 * Refused are folded lines, line ends other than CRLF, space around names, control characters.
 */
export class Fields {
  /** Where the next byte is read. */
  at = 0;
  /** The length of the content in bytes; -1 when none is stated. */
  contentLength = -1;
  isChunked = false;
  closes = false;
  keeps = false;
  /** In seconds; NaN when none is stated. */
  keepAliveTimeout = Number.NaN;
  fault: Fault | '' = '';
  #state = LINE_START;
  #count = 0;
  /** Where each name starts and where its colon is, by turns; at last, where the empty line starts. */
  #places = new Int32Array(64);

  begin(at: number): void {
    this.at = at;
    this.contentLength = -1;
    this.isChunked = false;
    this.closes = false;
    this.keeps = false;
    this.keepAliveTimeout = Number.NaN;
    this.fault = '';
    this.#state = LINE_START;
    this.#count = 0;
  }

  /** Reads on, up to `end`. */
  read(bytes: Buffer, end: number): Progress {
    let at = this.at;
    let state = this.#state;
    while (at < end) {
      if (state === NAME) {
        while (at < end && IS_TOKEN[bytes[at] as number] === 1) at += 1;
        if (at === end) break;
        if (bytes[at] !== COLON) return this.#broken('malformed-header');
        this.#places[2 * this.#count + 1] = at;
        at += 1;
        state = VALUE;
      }
      if (state === VALUE) {
        while (at < end && IS_TEXT[bytes[at] as number] === 1) at += 1;
        if (at === end) break;
        if (bytes[at] !== CR) return this.#broken('malformed-header');
        at += 1;
        state = LINE_END;
        if (at === end) break;
      }
      if (state === LINE_END) {
        if (bytes[at] !== LF) return this.#broken('malformed-header');
        if (!this.#understand(bytes, at - 1)) return BROKEN;
        at += 1;
        state = LINE_START;
        if (at === end) break;
      }
      if (state === SECTION_END) {
        if (bytes[at] !== LF) return this.#broken('malformed-header');
        this.at = at + 1;
        return DONE;
      }
      this.#places[2 * this.#count] = at;
      if (IS_TOKEN[bytes[at] as number] === 1) state = NAME;
      else if (bytes[at] === CR) state = SECTION_END;
      else return this.#broken('malformed-header');
      at += 1;
    }
    this.at = at;
    this.#state = state;
    return NEED_MORE;
  }

  /** The lines of a section that was read to its end, from the same bytes. */
  lines(bytes: Buffer): HeaderLines {
    const lines: [string, string][] = [];
    for (let line = 0; line < this.#count; line += 1) {
      const name = bytes.toString('latin1', this.#places[2 * line], this.#places[2 * line + 1]);
      lines.push([name, this.#value(bytes, line)]);
    }
    return lines;
  }

  /** The first value of the name, which is in lower case. */
  first(bytes: Buffer, name: string): string | undefined {
    for (let line = 0; line < this.#count; line += 1) {
      const start = this.#places[2 * line] as number;
      const colon = this.#places[2 * line + 1] as number;
      if (isSame(bytes, start, colon, name)) return this.#value(bytes, line);
    }
    return undefined;
  }

  #value(bytes: Buffer, line: number): string {
    const end = (this.#places[2 * line + 2] as number) - 2;
    const first = afterSpace(bytes, (this.#places[2 * line + 1] as number) + 1, end);
    return bytes.toString('latin1', first, beforeSpace(bytes, first, end));
  }

  /** Takes in the line that ends there; false when it cannot be right. */
  #understand(bytes: Buffer, end: number): boolean {
    const start = this.#places[2 * this.#count] as number;
    const colon = this.#places[2 * this.#count + 1] as number;
    this.#count += 1;
    if (2 * this.#count + 2 > this.#places.length) this.#grow();
    switch (colon - start) {
      case CONNECTION.length:
        if (isSame(bytes, start, colon, CONNECTION)) this.#takeConnection(bytes, colon + 1, end);
        else if (isSame(bytes, start, colon, KEEP_ALIVE) && Number.isNaN(this.keepAliveTimeout))
          this.keepAliveTimeout = keepAliveTimeout(bytes, colon + 1, end);
        return true;
      case CONTENT_LENGTH.length:
        return !isSame(bytes, start, colon, CONTENT_LENGTH) || this.#takeLength(bytes, colon + 1, end);
      case PROXY_CONNECTION.length:
        if (isSame(bytes, start, colon, PROXY_CONNECTION)) this.#takeConnection(bytes, colon + 1, end);
        return true;
      case TRANSFER_ENCODING.length:
        return !isSame(bytes, start, colon, TRANSFER_ENCODING) || this.#takeCoding(bytes, colon + 1, end);
      default:
        return true;
    }
  }

  #takeConnection(bytes: Buffer, start: number, end: number): void {
    const options = connectionOptions(bytes, start, end);
    if ((options & CLOSES) !== 0) this.closes = true;
    if ((options & KEEPS) !== 0) this.keeps = true;
  }

  /** One line with one number: more of them are refused, even when they are equal. */
  #takeLength(bytes: Buffer, start: number, end: number): boolean {
    const length = contentLength(bytes, start, end);
    if (this.isChunked) this.fault = 'conflicting-lengths';
    else if (this.contentLength >= 0 || length < 0) this.fault = 'bad-content-length';
    this.contentLength = length;
    return this.fault === '';
  }

  #takeCoding(bytes: Buffer, start: number, end: number): boolean {
    if (this.contentLength >= 0) this.fault = 'conflicting-lengths';
    else if (this.isChunked || !isChunked(bytes, start, end)) this.fault = 'bad-transfer-coding';
    this.isChunked = true;
    return this.fault === '';
  }

  #broken(fault: Fault): Progress {
    this.fault = fault;
    return BROKEN;
  }

  #grow(): void {
    const places = new Int32Array(2 * this.#places.length);
    places.set(this.#places);
    this.#places = places;
  }
}
