/** IMF-fixdate, RFC 850 and asctime dates (RFC 9110 section 5.6.7). */
const HTTP_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT|[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})$/;

/**
 * Seconds that a value of `Retry-After` asks to wait: whole seconds, or an HTTP date, which is measured by the `Date` of
 * the same answer (RFC 9110 section 10.2.3). `ill-formed` when it is neither; undefined for a date without that `Date`.
 */
export function retryAfterSeconds(
  value: string,
  date: string | undefined,
): number | 'ill-formed' | undefined {
  if (/^\d+$/.test(value)) return Number(value);
  const until = HTTP_DATE.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(until)) return 'ill-formed';
  const now = Date.parse(date ?? '');
  return Number.isNaN(now) ? undefined : Math.max(0, (until - now) / 1000);
}
