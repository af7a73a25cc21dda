import { z } from 'zod';
import { Name } from '../units.ts';

export const HeaderPolicy = z.strictObject({
  profile: z
    .enum(['api', 'html'])
    .default('api')
    .describe('html: some of the endpoints answer with pages for browsers'),
  endpoints: z.array(Name).min(1).describe('where the headers are looked at'),
  errors: z
    .array(Name)
    .default([])
    .describe(
      'endpoints that answer with a redirect or an error (3xx, 413, 5xx), besides the errors that are provoked',
    ),
  exact: z.record(z.string(), z.string()).default({}).describe('values that must be exactly these'),
  hsts: z
    .strictObject({
      minAge: z.int().default(15_552_000),
      includeSubDomains: z.boolean().default(false),
      preload: z.boolean().default(false),
    })
    .optional(),
  plain: z
    .url({ protocol: /^http$/, error: 'an http:// URL is wanted' })
    .optional()
    .describe('a URL over plain HTTP, of the same host, that must lead to https or be refused'),
});
