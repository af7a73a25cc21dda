import { IS_TEXT, IS_TOKEN, tableOf } from './characters.ts';
import { BROKEN, DONE, NEED_MORE, type Progress } from './progress.ts';

const DATA_CR = 0;
const DATA_LF = 1;
const SIZE_START = 2;
const SIZE = 3;
const NAME_START = 4;
const NAME = 5;
const VALUE_START = 6;
const VALUE = 7;
const QUOTED = 8;
const ESCAPED = 9;
const QUOTED_END = 10;
const LINE_END = 11;
const COMPLETE = 12;
const FAULT = 13;

/** Longest line, in bytes; llhttp allows as many for its extensions alone. */
const LINE_BYTES = 16_384;

const NEXT = transitions();
const DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => Number.parseInt(String.fromCharCode(byte), 16));

/**
 * The lines between the chunks of a body, with their extensions (RFC 9112, section 7.1). Space is refused everywhere
 * in a line, as llhttp does.
 */
export class ChunkLines {
  /** Where the next byte is read. */
  at = 0;
  /** Bytes of data after the line that was read; 0 after the line of the last chunk. */
  size = 0;
  #state = SIZE_START;
  #length = 0;

  begin(): void {
    this.#state = SIZE_START;
    this.#length = 0;
    this.size = 0;
  }

  /** Reads on from `start`, at most up to `end`: the rest of a line and, before it, the line end of the data. */
  read(bytes: Buffer, start: number, end: number): Progress {
    const last = Math.min(end, start + LINE_BYTES - this.#length);
    let at = start;
    let state = this.#state;
    if (state === COMPLETE) {
      state = DATA_CR;
      this.size = 0;
    }
    while (at < last && state < COMPLETE) {
      const byte = bytes[at] as number;
      state = NEXT[(state << 8) | byte] as number;
      if (state === SIZE) this.size = this.size * 16 + (DIGITS[byte] as number);
      at += 1;
    }
    this.at = at;
    this.#state = state;
    this.#length = state === COMPLETE ? 0 : this.#length + at - start;
    if (state === FAULT || this.size > Number.MAX_SAFE_INTEGER || this.#length >= LINE_BYTES) return BROKEN;
    return state === COMPLETE ? DONE : NEED_MORE;
  }
}

/** Which state follows a state and a byte: `NEXT[state * 256 + byte]`. */
function transitions(): Uint8Array {
  const next = new Uint8Array(COMPLETE * 256).fill(FAULT);
  const on = (state: number, table: Uint8Array, following: number) => {
    for (let byte = 0; byte < 256; byte += 1) if (table[byte] === 1) next[state * 256 + byte] = following;
  };
  const only = (character: string) =>
    Uint8Array.from({ length: 256 }, (_, byte) => (byte === character.charCodeAt(0) ? 1 : 0));
  const afterPart = (state: number) => {
    on(state, only(';'), NAME_START);
    on(state, only('\r'), LINE_END);
  };
  on(DATA_CR, only('\r'), DATA_LF);
  on(DATA_LF, only('\n'), SIZE_START);
  const hex = tableOf(/[0-9A-Fa-f]/);
  on(SIZE_START, hex, SIZE);
  on(SIZE, hex, SIZE);
  afterPart(SIZE);
  on(NAME_START, IS_TOKEN, NAME);
  on(NAME, IS_TOKEN, NAME);
  afterPart(NAME);
  on(NAME, only('='), VALUE_START);
  on(VALUE_START, IS_TOKEN, VALUE);
  on(VALUE_START, only('"'), QUOTED);
  on(VALUE, IS_TOKEN, VALUE);
  afterPart(VALUE);
  on(QUOTED, IS_TEXT, QUOTED);
  on(QUOTED, only('"'), QUOTED_END);
  on(QUOTED, only('\\'), ESCAPED);
  on(ESCAPED, IS_TEXT, QUOTED);
  afterPart(QUOTED_END);
  on(LINE_END, only('\n'), COMPLETE);
  return next;
}
