import { CR, IS_TEXT, IS_TOKEN, LF, tableOf, ZERO } from './characters.ts';
import type { Progress } from './progress.ts';
import { BROKEN, DONE, NEED_MORE } from './progress.ts';

const DATA_CR = 0;
const DATA_LF = 1;
const SIZE_START = 2;
const SIZE = 3;
const NAME_START = 4;
const NAME = 5;
const VALUE_START = 6;
const TOKEN = 7;
const QUOTED = 8;
const ESCAPED = 9;
const QUOTED_END = 10;
const LINE_END = 11;
const FAULT = 12;
const COMPLETE = 13;

/** Longest line of a chunk, with the end of the one before; extensions of that length serve no honest purpose. */
const LINE_BYTES = 16_384;

const HEX = /[0-9A-Fa-f]/;
const QDTEXT = /[\t\x20!\x23-\x5b\x5d-\x7e\x80-\xff]/;
const NEXT = transitions();

/**
 * The lines between the chunks of a body (RFC 9112, section 7.1), with their extensions, up to the line of the last
 * chunk. Stricter than the grammar in one thing: no space anywhere in a line.
 */
export class ChunkLines {
  /** Bytes of the chunk that were announced. */
  size = 0;
  #state = SIZE_START;
  #length = 0;

  begin(): void {
    this.size = 0;
    this.#state = SIZE_START;
    this.#length = 0;
  }

  /**
   * Reads on to the end of the line. `DONE` leaves the size of the chunk that follows; the next read is of the line after
   * that chunk's data.
   */
  read(bytes: Buffer, start: number, end: number): Progress {
    return NEED_MORE;
  }
}
