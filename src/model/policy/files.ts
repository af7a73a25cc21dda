import { z } from 'zod';
import { Duration, Name } from '../units.ts';

/** An endpoint that hands out signed URLs: whoever holds one may read a file until it expires. */
export const FilePolicy = z.strictObject({
  endpoint: Name.describe('the endpoint whose answer holds the signed URL'),
  json: z.string().default('$.url').describe('JSONPath of the URL in the answer'),
  identity: Name.optional().describe(
    'the pool that must be presented with the URL; none where the URL is enough',
  ),
  signature: z
    .string()
    .optional()
    .describe('query parameter of the signature; found by its usual names when left out'),
  expires: z
    .string()
    .optional()
    .describe('query parameter of the expiry; found by its usual names when left out'),
  other: z
    .string()
    .regex(/^\//)
    .optional()
    .describe('path of another file that exists, which the signature must not open'),
  validity: Duration.optional().describe(
    'time after which the URL is no longer good; short enough to be waited for',
  ),
  tolerance: Duration.default(1000).describe('how much later than that it may still be good'),
  cache: z
    .enum(['private', 'public'])
    .optional()
    .describe(
      'private: the answer must say so; public: caches may keep the file for longer than the URL is good',
    ),
});
export type FilePolicy = z.output<typeof FilePolicy>;
