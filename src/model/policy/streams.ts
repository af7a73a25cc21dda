import { z } from 'zod';
import { Duration, Name } from '../units.ts';

/** A non-stream endpoint that gives the same result as a stream. */
const Twin = z.strictObject({
  endpoint: Name.describe('answers JSON'),
  items: z.string().describe('JSONPath of the items in its answer, such as $.data[*]'),
  event: z.string().default('message').describe('the events that each carry one item, as JSON'),
  value: z
    .string()
    .default('$')
    .describe('JSONPath of what is compared, in an item and in the data of an event'),
});

/** A call of the stream's endpoint that must be refused before the stream begins. */
const Refused = z.strictObject({
  name: Name,
  path: z.string().regex(/^\//).optional().describe("instead of the endpoint's own"),
  headers: z.record(z.string(), z.string()).default({}),
  body: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe("instead of the endpoint's own"),
  status: z.int().min(400).max(499),
});
export type Refused = z.output<typeof Refused>;

/** What one stream of server-sent events promises beyond its terminal event, which its endpoint declares. */
export const StreamPolicy = z.strictObject({
  endpoint: Name,
  watch: Duration.default(3000).describe('how long a stream without a terminal event is read'),
  arrivesOver: Duration.optional().describe('least time from the first event to the last, as they are made'),
  ids: z
    .enum(['unique', 'sequential'])
    .optional()
    .describe('every event but the terminal one has an id; sequential: whole numbers, each one more'),
  resume: z.boolean().default(false).describe('after Last-Event-ID the events that follow it are sent'),
  retry: z
    .strictObject({ min: Duration.default(0), max: Duration })
    .optional()
    .describe('the retry field'),
  heartbeat: Duration.optional().describe('longest silence; a comment ends it'),
  origin: z.string().optional().describe('an origin whose pages may read the stream'),
  refused: z.array(Refused).default([]),
  twin: Twin.optional(),
});
export type StreamPolicy = z.output<typeof StreamPolicy>;
