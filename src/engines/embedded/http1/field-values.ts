import { COMMA, HTAB, LOWER, SP, ZERO } from './characters.ts';

/** Bits of the options of a `Connection` field. */
export const CLOSES = 1;
export const KEEPS = 2;

const CHUNKED = 'chunked';
const CLOSE = 'close';
const KEEP_ALIVE = 'keep-alive';
const TIMEOUT = 'timeout=';

/** The length that a `Content-Length` states; -1 for anything but one number that can be counted exactly. */
export function contentLength(bytes: Buffer, start: number, end: number): number {
  const first = afterSpace(bytes, start, end);
  const last = afterDigits(bytes, first, end);
  if (last === first || afterSpace(bytes, last, end) !== end) return -1;
  const length = numberOf(bytes, first, last);
  return length <= Number.MAX_SAFE_INTEGER ? length : -1;
}

/** Whether `chunked` is the only transfer coding. A tab after it is refused: llhttp takes it for a part of the name. */
export function isChunked(bytes: Buffer, start: number, end: number): boolean {
  const first = afterSpace(bytes, start, end);
  let last = end;
  while (last > first && bytes[last - 1] === SP) last -= 1;
  return isSame(bytes, first, last, CHUNKED);
}

/** The options of a `Connection` field that matter (RFC 9110, section 7.6.1), as bits. */
export function connectionOptions(bytes: Buffer, start: number, end: number): number {
  let options = 0;
  for (let at = start; at < end; ) {
    const comma = nextComma(bytes, at, end);
    const first = afterSpace(bytes, at, comma);
    const last = beforeSpace(bytes, first, comma);
    if (isSame(bytes, first, last, CLOSE)) options |= CLOSES;
    else if (isSame(bytes, first, last, KEEP_ALIVE)) options |= KEEPS;
    at = comma + 1;
  }
  return options;
}

/** The seconds of the first `timeout` parameter of a `Keep-Alive` field; NaN when there is none. */
export function keepAliveTimeout(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; ) {
    const comma = nextComma(bytes, at, end);
    const first = afterSpace(bytes, at, comma);
    const digits = first + TIMEOUT.length;
    if (digits < comma && isSame(bytes, first, digits, TIMEOUT)) {
      const last = afterDigits(bytes, digits, comma);
      if (last > digits && afterSpace(bytes, last, comma) === comma) return numberOf(bytes, digits, last);
    }
    at = comma + 1;
  }
  return Number.NaN;
}

/** Whether the bytes are the given text, which is in lower case, whatever the case of their letters. */
export function isSame(bytes: Buffer, start: number, end: number, lower: string): boolean {
  if (end - start !== lower.length) return false;
  for (let index = 0; index < lower.length; index += 1)
    if (LOWER[bytes[start + index] as number] !== lower.charCodeAt(index)) return false;
  return true;
}

export function afterSpace(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === SP || bytes[at] === HTAB)) at += 1;
  return at;
}

export function beforeSpace(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] === SP || bytes[at - 1] === HTAB)) at -= 1;
  return at;
}

function nextComma(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== COMMA) at += 1;
  return at;
}

function afterDigits(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= ZERO + 9) at += 1;
  return at;
}

function numberOf(bytes: Buffer, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at += 1) number = number * 10 + (bytes[at] as number) - ZERO;
  return number;
}
