/** Makes text harmless: what a redactor does. */
export type Redact = (text: string) => string;

/**
 * A copy with every text in it redacted, keys too. This comes before JSON is made of it: a secret with a quotation mark
 * looks different there, and would be missed.
 */
export function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redacted(item, redact)]),
  );
}
