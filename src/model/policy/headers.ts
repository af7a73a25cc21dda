import { z } from 'zod';
import { Name } from '../units.ts';

export const HeaderPolicy = z.strictObject({
  profile: z.enum(['api', 'html']).default('api'),
  endpoints: z.array(Name).min(1).describe('where the headers are looked at'),
  exact: z.record(z.string(), z.string()).default({}).describe('values that must be exactly these'),
  hsts: z
    .strictObject({
      minAge: z.int().default(15_552_000),
      includeSubDomains: z.boolean().default(false),
      preload: z.boolean().default(false),
    })
    .optional(),
});
