import { z } from 'zod';

const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type DurationUnit = keyof typeof MILLISECONDS;
const DURATION = /^(\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Milliseconds of a duration such as `250ms`, `1.5s`, `1m30s` or `2h`; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    total += Number(amount) * MILLISECONDS[unit as DurationUnit];
  return total;
}

/** Shortest exact text of a duration in milliseconds: `90000` is `1m30s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Number(milliseconds.toFixed(1))}ms`;
  const parts: string[] = [];
  let rest = milliseconds;
  for (const unit of ['h', 'm'] as const) {
    const whole = Math.floor(rest / MILLISECONDS[unit]);
    if (whole > 0) parts.push(`${whole}${unit}`);
    rest -= whole * MILLISECONDS[unit];
  }
  if (rest > 0) parts.push(`${Number((rest / 1000).toFixed(3))}s`);
  return parts.join('');
}

/** A duration in a plan: text with a unit; milliseconds once parsed. */
export const Duration = z
  .string()
  .regex(DURATION, { error: 'a duration with a unit is wanted, such as "250ms", "30s", "1m30s" or "2h"' })
  .transform((text) => parseDuration(text) as number)
  .describe('a duration with a unit: 250ms, 30s, 1m30s, 2h');

/** A name that gates, checks and reports refer to. */
export const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, { error: 'a name of lower-case letters, digits, - and _ is wanted' });

/** A date, the last day on which something holds. */
export const Day = z.iso.date({ error: 'a date such as "2027-01-31" is wanted' });
