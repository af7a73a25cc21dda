import type { HeaderLines } from '../../../model/exchange.ts';

/** The header lines of an answer, from names and values by turns; its pseudo-headers (RFC 9113, section 8.3) are left out. */
export function headerLines(raw: readonly string[]): HeaderLines {
  const lines: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] as string;
    if (!name.startsWith(':')) lines.push([name, raw[at + 1] as string]);
  }
  return lines;
}

/** The first value of a header, by its name in lower case. */
export function headerValue(raw: readonly string[], name: string): string | undefined {
  for (let at = 0; at + 1 < raw.length; at += 2) if (raw[at] === name) return raw[at + 1];
  return undefined;
}
