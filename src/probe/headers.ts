import type { Exchange, HeaderLines } from '../model/exchange.ts';

/** Values of every line of a header, in order, outer white space removed. */
export function headerValues(lines: HeaderLines, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return lines.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value.trim());
}

/** The header's lines joined as RFC 9110 section 5.3 allows; undefined where there is none. */
export function headerValue(lines: HeaderLines, name: string): string | undefined {
  const values = headerValues(lines, name);
  return values.length === 0 ? undefined : values.join(', ');
}

/** Members of a comma-separated header, lower-cased, empty ones left out. */
export function headerList(lines: HeaderLines, name: string): readonly string[] {
  const joined = headerValue(lines, name) ?? '';
  return joined
    .split(',')
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== '');
}

/** Header lines of the answer; none where there was no answer. */
export function answerHeaders(exchange: Exchange): HeaderLines {
  return exchange.response?.headers ?? [];
}

/** A value that was sent, e.g. the `Origin` of a probe. */
export function sentHeader(exchange: Exchange, name: string): string | undefined {
  return headerValues(exchange.request.headers, name)[0];
}
