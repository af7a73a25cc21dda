import { z } from 'zod';
import { Name } from '../units.ts';

const owner = Name.describe('identity pool of the tenant that owns it');
const intruder = Name.describe('identity pool of another tenant');
const path = z.string().regex(/^\//);

export const TenantResource = z.strictObject({
  name: Name,
  path: path.describe('path of a thing that the owner has'),
  owner,
  intruder,
  marker: z.string().min(4).describe('text that only the owner may ever see'),
  absent: path
    .optional()
    .describe('path of the same form that leads to nothing: the other tenant must not tell the two apart'),
});
export type TenantResource = z.output<typeof TenantResource>;

export const TenantCollection = z.strictObject({
  endpoint: Name.describe('a list, search, export or stream; {subject} in its path is the owner'),
  owner,
  intruder,
  marker: z.string().min(4).describe('text of the owner that it shows to the owner alone, such as an id'),
  cursor: z
    .strictObject({
      json: z.string().describe('JSONPath of the cursor in the answer to the owner'),
      parameter: z.string().describe('query parameter that takes it'),
      marker: z.string().min(4).describe('text of the owner on the page that it leads to'),
    })
    .optional(),
});
export type TenantCollection = z.output<typeof TenantCollection>;

export const TenantOverrides = z.strictObject({
  headers: z.array(z.string().min(1)).default(['X-Tenant-Id', 'X-Tenant', 'X-Organization-Id']),
  query: z.array(z.string().min(1)).default(['tenant', 'tenant_id']),
  host: z.string().min(1).optional().describe("the owner's own host name, for the Host header"),
});

export const TenancyPolicy = z.strictObject({
  mismatch: z.int().optional().describe('status for what belongs to another tenant, where it is promised'),
  resources: z.array(TenantResource).default([]),
  collections: z.array(TenantCollection).default([]),
  overrides: TenantOverrides.prefault({}).describe(
    'names under which a request might claim another tenant than that of its token',
  ),
});
export type TenancyPolicy = z.output<typeof TenancyPolicy>;
