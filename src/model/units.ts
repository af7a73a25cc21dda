import { z } from 'zod';
import { DURATION, parseDuration } from './duration.ts';

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
