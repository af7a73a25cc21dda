import { z } from 'zod';
import { SCOPES } from '../identity.ts';
import { Duration, Name } from '../units.ts';

export const HEADER_FAMILIES = ['auto', 'draft-6', 'draft-7', 'draft-8', 'x-ratelimit', 'none'] as const;

export const LimitPolicy = z.strictObject({
  name: Name,
  endpoint: Name,
  identity: Name.optional().describe('the pool that the limit counts; anonymous requests when left out'),
  quota: z.int().positive(),
  window: Duration,
  scope: z.enum(SCOPES),
  algorithm: z
    .enum(['fixed-window', 'sliding-window', 'token-bucket'])
    .optional()
    .describe('only where it is promised'),
  status: z.int().default(429),
  headers: z.enum(HEADER_FAMILIES).default('auto'),
  retryAfter: z.boolean().default(true).describe('a rejection carries Retry-After'),
});
export type LimitPolicy = z.output<typeof LimitPolicy>;
