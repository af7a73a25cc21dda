import { z } from 'zod';
import { METHODS } from '../endpoint.ts';
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
  approximate: z
    .boolean()
    .default(false)
    .describe('counts lag behind or are kept by each process: more than the quota may be let through'),
  status: z.int().default(429),
  headers: z.enum(HEADER_FAMILIES).default('auto'),
  retryAfter: z.boolean().default(true).describe('a rejection carries Retry-After'),
  methods: z
    .array(z.enum(METHODS))
    .default([])
    .describe('methods besides that of the endpoint that the limit counts too, such as HEAD'),
  exempt: z
    .array(Name)
    .default([])
    .describe('endpoints that are served although the quota is used up, such as health checks'),
});
export type LimitPolicy = z.output<typeof LimitPolicy>;

/** A limit on failed authentication from one address. */
export const AuthFailurePolicy = z.strictObject({
  endpoint: Name,
  identity: Name.describe('the pool of kind jwt whose tokens are made invalid'),
  quota: z.int().positive().describe('failures that an address may have in a window'),
  window: Duration,
  status: z.int().default(429),
});
export type AuthFailurePolicy = z.output<typeof AuthFailurePolicy>;
