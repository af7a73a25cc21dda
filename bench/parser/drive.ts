import {
  BROKEN,
  DONE,
  NEED_MORE,
  type Progress,
  ResponseParser,
} from '../../src/engines/embedded/http1/response-parser.ts';
import type { HeaderLines } from '../../src/model/exchange.ts';
import { type Case, HEAD_BYTES } from './case.ts';
import { digest, EMPTY } from './digest.ts';

/** What a caller learns of an answer, besides its header lines. */
export interface Outcome {
  readonly isAccepted: boolean;
  readonly fault: string;
  readonly status: number;
  readonly bodyBytes: number;
  readonly bodyDigest: number;
  readonly keepAlive: boolean;
  readonly keepAliveTimeout: number;
  readonly surplus: boolean;
}

/** What fills the lent buffer once a read is over: whoever still looks at it finds no sense. */
const RUBBISH = 0x01;

/** Has the parser read answers that come in pieces, as a connection does; one parser for all answers. */
export class Driver {
  /** Header lines of the answer that was read last, taken when it was complete. */
  lines: HeaderLines = [];
  readonly #usual = new ResponseParser({ headBytes: HEAD_BYTES });
  readonly #lent = Buffer.alloc(65_536, RUBBISH);
  #bodyDigest = EMPTY;
  #dirty = 0;

  /** Reads the answer in pieces that end at the cuts, and then the end. */
  run(subject: Case, cuts: readonly number[]): Outcome {
    const { headBytes, isBodyless, bytes } = subject;
    const parser = headBytes === HEAD_BYTES ? this.#usual : new ResponseParser({ headBytes });
    parser.reset(isBodyless);
    parser.onBody = this.#onBody;
    this.#bodyDigest = EMPTY;
    this.lines = [];
    const progress = this.#readPieces(parser, bytes, cuts);
    const { fault, status, bodyBytes, keepAlive, keepAliveTimeout, surplus } = parser;
    return {
      isAccepted: progress === DONE,
      fault,
      status,
      bodyBytes,
      bodyDigest: this.#bodyDigest,
      keepAlive,
      keepAliveTimeout,
      surplus,
    };
  }

  #readPieces(parser: ResponseParser, bytes: Buffer, cuts: readonly number[]): Progress {
    let progress: Progress = NEED_MORE;
    let start = 0;
    for (let piece = 0; piece <= cuts.length && progress !== BROKEN; piece += 1) {
      const before: Progress = progress;
      const end = cuts[piece] ?? bytes.length;
      this.#lend(bytes, start, end);
      progress = parser.read(this.#lent, this.#dirty);
      if (progress !== before) this.lines = parser.headerLines();
      start = end;
    }
    if (progress !== NEED_MORE) return progress;
    progress = parser.end();
    this.lines = parser.headerLines();
    return progress;
  }

  #lend(bytes: Buffer, start: number, end: number): void {
    this.#lent.fill(RUBBISH, 0, this.#dirty);
    this.#dirty = bytes.copy(this.#lent, 0, start, end);
  }

  readonly #onBody = (bytes: Buffer, start: number, end: number): void => {
    this.#bodyDigest = digest(this.#bodyDigest, bytes, start, end);
  };
}
