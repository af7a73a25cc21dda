import { z } from 'zod';
import { ARMS, OUTCOMES, PHASES } from '../model/sample.ts';

/**
 * What lines of evidence must look like to be judged again. They are looked at closely where numbers are computed from
 * them, since a folder may have been edited; fields that a later version adds are let through.
 */
const Count = z.int().nonnegative();
const Histogram = z
  .array(Count)
  .refine((encoded) => encoded.length % 2 === 0, 'bucket index and count by turns are wanted');

const Series = z.looseObject({
  second: Count,
  key: z.looseObject({
    arm: z.enum(ARMS),
    phase: z.enum(PHASES),
    scenario: z.string(),
    endpoint: z.string(),
    identityClass: z.string(),
    version: z.string(),
    outcome: z.enum(OUTCOMES),
  }),
  count: Count,
  bytes: z.number().nonnegative(),
  histograms: z.record(z.string(), Histogram),
});

const Signal = z.looseObject({
  second: Count,
  signal: z.string(),
  state: z.enum(['value', 'no_data', 'error']),
  value: z.number().optional(),
});

const Custom = z.looseObject({
  second: Count,
  custom: z.string(),
  scenario: z.string(),
  arm: z.enum(ARMS),
  phase: z.enum(PHASES),
  count: Count,
  sum: z.number(),
  histogram: Histogram,
});

export const StoredWindow = z.looseObject({
  second: Count,
  series: z.array(Series),
  signals: z.array(Signal),
  customs: z.array(Custom),
});

export const StoredJournal = z.looseObject({ at: z.string(), event: z.string() });

const Headers = z.array(z.tuple([z.string(), z.string()]));

export const StoredExchange = z.looseObject({
  id: z.string(),
  check: z.string(),
  role: z.string(),
  request: z.looseObject({ method: z.string(), url: z.string(), headers: Headers }),
  response: z
    .looseObject({ status: z.int(), headers: Headers, body: z.string(), bodyBytes: z.number() })
    .optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
  timing: z.looseObject({ sent: z.number(), ended: z.number() }),
});

export const StoredTranscript = z.looseObject({
  at: z.string(),
  scenario: z.string(),
  vu: z.int(),
  iteration: z.int(),
  status: z.int(),
  outcome: z.string(),
  latencyMs: z.number(),
});
