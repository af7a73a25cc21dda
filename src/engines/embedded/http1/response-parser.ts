import type { HeaderLines } from '../../../model/exchange.ts';
import { ChunkLines } from './chunked.ts';
import { HeadMemo } from './head-memo.ts';
import { KeptBytes } from './kept-bytes.ts';
import { BROKEN, DONE, NEED_MORE, type Progress } from './progress.ts';
import type { Fault } from './response-fault.ts';
import { ResponseHead } from './response-head.ts';
import { Trailers } from './trailers.ts';

export { BROKEN, DONE, NEED_MORE, type Progress } from './progress.ts';

/** Most bytes that an answer may have. */
export interface Limits {
  /** Of its head together with the interim heads before it, and of its trailers. */
  readonly headBytes: number;
  /** Of its content. */
  readonly bodyBytes: number;
}

/** Sees bytes of the content as they come, in a buffer that is only lent. */
export type OnBody = (bytes: Buffer, start: number, end: number) => void;

const LIMITS: Limits = { headBytes: 65_536, bodyBytes: Number.MAX_SAFE_INTEGER };

const HEAD = 0;
const LENGTH = 1;
const CHUNKS = 2;
const CHUNK_DATA = 3;
const TRAILERS = 4;
const UNTIL_END = 5;
const OVER = 6;
const FAULTY = 7;
type Phase = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * Reads the answers of one HTTP/1.1 connection, one at a time, from buffers that are lent (RFC 9112). It is at least as
 * strict as llhttp, allocates nothing for an answer that comes in one piece, and never throws: an answer that cannot be
 * used is `BROKEN`, for the reason in `fault`.
 */
export class ResponseParser {
  /** 0 until the head of the final answer is complete. */
  status = 0;
  /** Bytes of content so far, transfer coding removed. */
  bodyBytes = 0;
  /** Whether the target keeps the connection open after this answer. */
  keepAlive = false;
  /** For how long it does so, in seconds; NaN when it does not say. */
  keepAliveTimeout = Number.NaN;
  /** Bytes came after the end of the answer: the connection must not be used again. */
  surplus = false;
  fault: Fault | '' = '';
  /** Undefined: the content is counted and dropped. It must not throw. */
  onBody: OnBody | undefined = undefined;
  readonly #limits: Limits;
  readonly #head = new ResponseHead();
  readonly #kept = new KeptBytes();
  readonly #memo = new HeadMemo();
  readonly #chunks = new ChunkLines();
  #trailers: Trailers | undefined;
  /** Where the head lies: the lent buffer or what was kept of it. */
  #source: Buffer = this.#kept.buffer;
  #phase: Phase = HEAD;
  /** No byte of the answer has come yet. */
  #isUntouched = true;
  #isBodyless = false;
  /** Bytes of content, or of the chunk, that are still to come. */
  #left = 0;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
    this.reset(false);
  }

  /** Makes ready for the answer to the next request; one to HEAD has no content. */
  reset(isBodyless: boolean): void {
    this.status = 0;
    this.bodyBytes = 0;
    this.keepAlive = false;
    this.keepAliveTimeout = Number.NaN;
    this.surplus = false;
    this.fault = '';
    this.#isBodyless = isBodyless;
    this.#left = 0;
    this.#phase = HEAD;
    this.#isUntouched = true;
    this.#kept.clear();
  }

  /** Reads the first `length` bytes of a lent buffer. */
  read(bytes: Buffer, length: number): Progress {
    const progress = this.#phase === HEAD ? this.#readHead(bytes, length) : this.#readBody(bytes, 0, length);
    if (progress === NEED_MORE && this.status !== 0 && this.#source === bytes) this.#keepHead(bytes);
    return progress;
  }

  /** The target sends no more: the end of content that has no other end, else a fault. */
  end(): Progress {
    if (this.#phase === UNTIL_END) this.#phase = OVER;
    if (this.#phase === OVER) return DONE;
    return this.#phase === FAULTY ? BROKEN : this.#broken('truncated');
  }

  /** The lines of the head as they came; to be asked for before the lent buffer is used again. */
  headerLines(): HeaderLines {
    return this.status === 0 ? [] : this.#head.fields.lines(this.#source);
  }

  /** The first value of the field, by its name in lower case; as `headerLines`. */
  header(name: string): string | undefined {
    return this.status === 0 ? undefined : this.#head.fields.first(this.#source, name);
  }

  #readHead(bytes: Buffer, length: number): Progress {
    if (this.#isUntouched && length > 0) {
      this.#isUntouched = false;
      if (this.#memo.matches(bytes, length)) {
        // What was understood of it the last time is still at hand.
        this.#source = bytes;
        return this.#answer(bytes, this.#memo.length, length);
      }
      this.#memo.forget();
      this.#head.begin(0);
    }
    const { headBytes } = this.#limits;
    const before = this.#kept.length;
    if (before > 0) this.#kept.append(bytes, 0, Math.min(length, headBytes - before));
    this.#source = before > 0 ? this.#kept.buffer : bytes;
    const end = Math.min(before + length, headBytes);
    const progress = this.#readHeads(end);
    if (progress === BROKEN) return this.#broken(this.#head.fault as Fault);
    if (progress === DONE) {
      const { at } = this.#head.fields;
      if (before === 0 && this.#head.start === 0) this.#memo.keep(bytes, at);
      return this.#answer(bytes, at - before, length);
    }
    if (end === headBytes) return this.#broken('head-too-large');
    if (before === 0) this.#kept.append(bytes, 0, length);
    return NEED_MORE;
  }

  /** Reads on up to the end of the final head: interim answers before it are passed over (RFC 9110, section 15.2). */
  #readHeads(end: number): Progress {
    const head = this.#head;
    for (;;) {
      const progress = head.read(this.#source, end);
      if (progress !== DONE || !head.isInterim) return progress;
      if (head.status === 101) head.fault = 'unexpected-upgrade';
      else if (!head.persists) head.fault = 'closing-interim';
      if (head.fault !== '') return BROKEN;
      head.begin(head.fields.at);
    }
  }

  /** The head is complete: what follows is found out (RFC 9112, section 6.3), and read. */
  #answer(bytes: Buffer, at: number, length: number): Progress {
    const head = this.#head;
    const { isChunked, contentLength, keepAliveTimeout } = head.fields;
    this.status = head.status;
    this.keepAliveTimeout = keepAliveTimeout;
    this.#phase =
      this.#isBodyless || isWithoutContent(head.status) ? OVER : phaseOf(isChunked, contentLength);
    this.keepAlive = head.persists && this.#phase !== UNTIL_END;
    if (this.#phase === LENGTH) this.#left = contentLength;
    else if (this.#phase === UNTIL_END) this.#left = this.#limits.bodyBytes;
    else if (this.#phase === CHUNKS) this.#chunks.begin();
    if (this.#left > this.#limits.bodyBytes) return this.#broken('body-too-large');
    return this.#readBody(bytes, at, length);
  }

  #readBody(bytes: Buffer, start: number, length: number): Progress {
    let at = start;
    for (;;) {
      switch (this.#phase) {
        case LENGTH:
        case CHUNK_DATA:
          at = this.#take(bytes, at, length);
          if (this.#left > 0) return NEED_MORE;
          this.#phase = this.#phase === LENGTH ? OVER : CHUNKS;
          break;
        case CHUNKS: {
          const progress = this.#readChunkLine(bytes, at, length);
          if (progress !== DONE) return progress;
          at = this.#chunks.at;
          break;
        }
        case TRAILERS: {
          const progress = this.#readTrailers(bytes, at, length);
          if (progress !== DONE) return progress;
          at = (this.#trailers as Trailers).at;
          break;
        }
        case UNTIL_END:
          return this.#take(bytes, at, length) < length ? this.#broken('body-too-large') : NEED_MORE;
        case OVER:
          if (at < length) this.surplus = true;
          return DONE;
        default:
          return BROKEN;
      }
    }
  }

  /** Takes as much content as is there and still to come; where it ends. */
  #take(bytes: Buffer, at: number, length: number): number {
    const taken = Math.min(length - at, this.#left);
    if (taken === 0) return at;
    this.#left -= taken;
    this.bodyBytes += taken;
    this.onBody?.(bytes, at, at + taken);
    return at + taken;
  }

  #readChunkLine(bytes: Buffer, at: number, length: number): Progress {
    const progress = this.#chunks.read(bytes, at, length);
    if (progress === NEED_MORE) return NEED_MORE;
    if (progress === BROKEN) return this.#broken('bad-chunk');
    this.#left = this.#chunks.size;
    if (this.#left > this.#limits.bodyBytes - this.bodyBytes) return this.#broken('body-too-large');
    this.#phase = this.#left > 0 ? CHUNK_DATA : TRAILERS;
    if (this.#phase === TRAILERS) this.#trailers?.begin();
    return DONE;
  }

  #readTrailers(bytes: Buffer, at: number, length: number): Progress {
    this.#trailers ??= new Trailers();
    const progress = this.#trailers.read(bytes, at, length, this.#limits.headBytes);
    if (progress === NEED_MORE) return NEED_MORE;
    if (progress === BROKEN) return this.#broken(this.#trailers.fault as Fault);
    if (this.#trailers.closes) this.keepAlive = false;
    this.#phase = OVER;
    return DONE;
  }

  /** The answer goes on in a later read, and the lent buffer is used again: the head is kept. */
  #keepHead(bytes: Buffer): void {
    this.#kept.append(bytes, 0, this.#head.fields.at);
    this.#source = this.#kept.buffer;
  }

  #broken(fault: Fault): Progress {
    this.fault = fault;
    this.keepAlive = false;
    this.#phase = FAULTY;
    return BROKEN;
  }
}

/** No Content and Not Modified have none, whatever their fields say. */
function isWithoutContent(status: number): boolean {
  return status === 204 || status === 304;
}

function phaseOf(isChunked: boolean, contentLength: number): Phase {
  if (isChunked) return CHUNKS;
  return contentLength < 0 ? UNTIL_END : LENGTH;
}
