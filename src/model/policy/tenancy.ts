import { z } from 'zod';
import { Name } from '../units.ts';

export const TenantResource = z.strictObject({
  name: Name,
  path: z.string().regex(/^\//).describe('path of a thing that the owner has'),
  owner: Name.describe('identity pool of the tenant that owns it'),
  intruder: Name.describe('identity pool of another tenant'),
  marker: z.string().min(4).describe('text that only the owner may ever see'),
});

export const TenancyPolicy = z.strictObject({
  mismatch: z.int().default(404),
  resources: z.array(TenantResource).min(1),
});
