/** Digest of no bytes. */
export const EMPTY = 0x811c9dc5 | 0;

/** Goes on with a digest (FNV-1a) over bytes that come in pieces. */
export function digest(before: number, bytes: Buffer, start: number, end: number): number {
  let value = before;
  for (let at = start; at < end; at += 1) value = Math.imul(value ^ (bytes[at] as number), 0x01000193);
  return value;
}
