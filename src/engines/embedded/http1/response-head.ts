import { CR, IS_TEXT, LF, SP, ZERO } from './characters.ts';
import { Fields } from './fields.ts';
import { BROKEN, NEED_MORE, type Progress } from './progress.ts';
import type { Fault } from './response-fault.ts';

const CODE = 0;
const REASON = 1;
const LINE_END = 2;
const FIELDS = 3;

const PROTOCOL = Buffer.from('HTTP/1.');
/** Places in a status line: `HTTP/1.1 200 OK`. */
const MINOR = 7;
const SPACE = 8;
const FIRST_DIGIT = 9;
const AFTER_CODE = 12;

/**
 * The head of an answer: status line and fields (RFC 9112, section 4). The reason may be missing, even with the space
 * before it, as some servers have it.
 */
export class ResponseHead {
  readonly fields = new Fields();
  status = 0;
  /** The 0 or 1 of the version. */
  minor = 0;
  fault: Fault | '' = '';
  #start = 0;
  #at = 0;
  #state = CODE;

  get isInterim(): boolean {
    return this.status < 200;
  }

  /** Whether the connection stays open after this answer, as far as its head can say. */
  get persists(): boolean {
    const { closes, keeps, isChunked } = this.fields;
    if (closes) return false;
    // With HTTP/1.0 a transfer coding is a fault of framing after which nothing can be trusted (RFC 9112, section 6.1).
    return this.minor === 1 || (keeps && !isChunked);
  }

  begin(at: number): void {
    this.status = 0;
    this.minor = 0;
    this.fault = '';
    this.#start = at;
    this.#at = at;
    this.#state = CODE;
  }

  /** Reads on, up to `end`. */
  read(bytes: Buffer, end: number): Progress {
    if (this.#state !== FIELDS) {
      const progress = this.#readStatusLine(bytes, end);
      if (progress === BROKEN) this.fault = 'malformed-status-line';
      if (this.#state !== FIELDS) return progress;
      this.fields.begin(this.#at);
    }
    const progress = this.fields.read(bytes, end);
    if (progress === BROKEN) this.fault = this.fields.fault;
    return progress;
  }

  #readStatusLine(bytes: Buffer, end: number): Progress {
    let at = this.#at;
    if (this.#state === CODE) {
      for (; at < end && this.#state === CODE; at += 1)
        if (!this.#take(at - this.#start, bytes[at] as number)) return BROKEN;
    }
    if (this.#state === REASON) {
      while (at < end && IS_TEXT[bytes[at] as number] === 1) at += 1;
      if (at < end) {
        if (bytes[at] !== CR) return BROKEN;
        at += 1;
        this.#state = LINE_END;
      }
    }
    if (this.#state === LINE_END && at < end) {
      if (bytes[at] !== LF) return BROKEN;
      at += 1;
      this.#state = FIELDS;
    }
    this.#at = at;
    return NEED_MORE;
  }

  /** Takes one byte of the part that has its fixed places, up to the one after the status. */
  #take(place: number, byte: number): boolean {
    if (place < MINOR) return byte === PROTOCOL[place];
    if (place >= FIRST_DIGIT && place < AFTER_CODE) return this.#takeDigit(place, byte - ZERO);
    if (place === SPACE) return byte === SP;
    if (place === MINOR) {
      this.minor = byte - ZERO;
      return this.minor === 0 || this.minor === 1;
    }
    this.#state = byte === SP ? REASON : LINE_END;
    return byte === SP || byte === CR;
  }

  #takeDigit(place: number, digit: number): boolean {
    this.status = this.status * 10 + digit;
    return digit <= 9 && digit >= (place === FIRST_DIGIT ? 1 : 0);
  }
}
