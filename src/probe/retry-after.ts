import { retryAfterSeconds } from '../http/retry-after.ts';
import type { Exchange } from '../model/exchange.ts';
import { quote } from '../model/text.ts';
import { answerHeaders, headerValues } from './headers.ts';

/** `Retry-After` of an answer: nothing, seconds, or what is wrong with it. */
export interface RetryAfter {
  /** From the moment of the answer. */
  readonly seconds?: number;
  readonly fault?: string;
}

/** Whole seconds or an HTTP date (RFC 9110 section 10.2.3). A date is measured by the `Date` of the same answer. */
export function retryAfterOf(exchange: Exchange): RetryAfter {
  const lines = answerHeaders(exchange);
  const values = new Set(headerValues(lines, 'retry-after'));
  const [value] = values;
  if (value === undefined) return {};
  if (values.size > 1)
    return { fault: `Retry-After: lines that disagree (${[...values].map((it) => quote(it)).join(', ')})` };
  const seconds = retryAfterSeconds(value, headerValues(lines, 'date')[0]);
  if (seconds === 'ill-formed')
    return { fault: `Retry-After: ${quote(value)} is neither whole seconds nor a date` };
  return seconds === undefined ? {} : { seconds };
}
