export const HTAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const ZERO = 0x30;

const TCHAR = /[!#$%&'*+.^_`|~0-9A-Za-z-]/;
const TEXT = /[\t\x20-\x7e\x80-\xff]/;

/** 1 for the bytes that a token may contain (RFC 9110, section 5.6.2). */
export const IS_TOKEN = tableOf(TCHAR);

/** 1 for the bytes that a field value may contain: neither control characters nor line ends (RFC 9110, section 5.5). */
export const IS_TEXT = tableOf(TEXT);

/** Letters in lower case, other bytes as they are. */
export const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/** A table of all bytes: 1 for those that the pattern matches. */
export function tableOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (pattern.test(String.fromCharCode(byte)) ? 1 : 0));
}
