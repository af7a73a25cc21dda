import { z } from 'zod';
import { Duration, Name } from './units.ts';

const Literal = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What a value must be: a literal for equality, or any of these conditions together. */
export const Matcher = z.union([
  Literal,
  z.strictObject({
    equals: z.unknown().optional(),
    matches: z.string().optional().describe('regular expression'),
    contains: z.string().optional(),
    exists: z.boolean().optional(),
    type: z.enum(['string', 'number', 'boolean', 'array', 'object', 'null']).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    minLength: z.int().nonnegative().optional().describe('of a string or an array'),
    maxLength: z.int().nonnegative().optional(),
  }),
]);
export type Matcher = z.output<typeof Matcher>;

/** What a right answer looks like; anything else is the outcome `unexpected`. */
export const Expectation = z.strictObject({
  status: z
    .union([z.int(), z.array(z.int()).min(1)])
    .optional()
    .describe('200-299 when left out'),
  headers: z.record(z.string(), Matcher).optional(),
  json: z.record(z.string(), Matcher).optional().describe('by JSONPath (RFC 9535), such as $.data[0].id'),
  body: z.strictObject({ contains: z.string().optional(), matches: z.string().optional() }).optional(),
});
export type Expectation = z.output<typeof Expectation>;

/** A stream of server-sent events, and the event that says it is complete. */
export const Stream = z.strictObject({
  terminal: z
    .strictObject({ event: z.string().optional(), data: z.string().optional() })
    .refine(
      (terminal) => terminal.event !== undefined || terminal.data !== undefined,
      'event or data is wanted',
    )
    .describe('a stream that ends without it is `unexpected`'),
});

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export const Endpoint = z.strictObject({
  method: z.enum(METHODS).default('GET'),
  path: z
    .string()
    .regex(/^\//, { error: 'a path that begins with / is wanted' })
    .describe('may hold slots: {column} of the data, {random}, {subject}'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .optional()
    .describe('text, or JSON'),
  identity: Name.optional().describe('the pool that it is called with; none for a public endpoint'),
  expect: Expectation.default({}),
  stream: Stream.optional(),
  timeout: Duration.default(10_000).describe('of the whole request'),
  safe: z.boolean().optional().describe('checks may call it; GET, HEAD and OPTIONS are safe when left out'),
});
export type Endpoint = z.output<typeof Endpoint>;

export function isSafe(endpoint: Pick<Endpoint, 'method' | 'safe'>): boolean {
  return endpoint.safe ?? ['GET', 'HEAD', 'OPTIONS'].includes(endpoint.method);
}
