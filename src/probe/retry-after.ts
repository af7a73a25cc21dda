import type { Exchange } from '../model/exchange.ts';
import { quote } from '../model/text.ts';
import { answerHeaders, headerValues } from './headers.ts';

/** `Retry-After` of an answer: nothing, seconds, or what is wrong with it. */
export interface RetryAfter {
  /** From the moment of the answer. */
  readonly seconds?: number;
  readonly fault?: string;
}

/** IMF-fixdate, RFC 850 and asctime dates (RFC 9110 section 5.6.7). */
const HTTP_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT|[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})$/;

/** Whole seconds or an HTTP date (RFC 9110 section 10.2.3). A date is measured by the `Date` of the same answer. */
export function retryAfterOf(exchange: Exchange): RetryAfter {
  const lines = answerHeaders(exchange);
  const values = new Set(headerValues(lines, 'retry-after'));
  const [value] = values;
  if (value === undefined) return {};
  if (values.size > 1)
    return { fault: `Retry-After: lines that disagree (${[...values].map((it) => quote(it)).join(', ')})` };
  if (/^\d+$/.test(value)) return { seconds: Number(value) };
  const until = HTTP_DATE.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(until))
    return { fault: `Retry-After: ${quote(value)} is neither whole seconds nor a date` };
  const now = Date.parse(headerValues(lines, 'date')[0] ?? '');
  return Number.isNaN(now) ? {} : { seconds: Math.max(0, (until - now) / 1000) };
}
