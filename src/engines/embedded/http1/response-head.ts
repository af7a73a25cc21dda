import { CR, IS_TEXT, LF, SP, ZERO } from './characters.ts';
import { Fields } from './fields.ts';
import { BROKEN, NEED_MORE, type Progress } from './progress.ts';
import type { Fault } from './response-fault.ts';

const CODE = 0;
const REASON = 1;
const LINE_END = 2;
const FIELDS = 3;

const USUAL = Buffer.from('HTTP/1.1 ');
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

  /** Where it starts. */
  get start(): number {
    return this.#start;
  }

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
    if (this.#state === CODE && !this.#readCode(bytes, end)) return BROKEN;
    let at = this.#at;
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

  /** Reads the part of the line where everything has its place, up to the byte after the status. */
  #readCode(bytes: Buffer, end: number): boolean {
    const start = this.#start;
    let at = this.#at;
    if (at === start && end - start > FIRST_DIGIT && isUsual(bytes, start)) {
      this.minor = 1;
      at += FIRST_DIGIT;
    }
    const last = Math.min(end, start + AFTER_CODE + 1);
    for (; at < last; at += 1) if (!this.#take(at - start, bytes[at] as number)) return false;
    this.#at = at;
    return true;
  }

  #take(place: number, byte: number): boolean {
    if (place < MINOR) return byte === USUAL[place];
    if (place === MINOR) {
      this.minor = byte - ZERO;
      return this.minor === 0 || this.minor === 1;
    }
    if (place === SPACE) return byte === SP;
    if (place === AFTER_CODE) {
      this.#state = byte === SP ? REASON : LINE_END;
      return byte === SP || byte === CR;
    }
    const digit = byte - ZERO;
    this.status = this.status * 10 + digit;
    return digit <= 9 && digit >= (place === FIRST_DIGIT ? 1 : 0);
  }
}

/** Whether it is the usual start of a line, seen at once: it spares a tenth of the time of a typical answer. */
function isUsual(bytes: Buffer, start: number): boolean {
  for (let place = 0; place < FIRST_DIGIT; place += 1)
    if (bytes[start + place] !== USUAL[place]) return false;
  return true;
}
