import { z } from 'zod';
import { METHODS } from '../endpoint.ts';
import { Name } from '../units.ts';

const SubdomainPattern = z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/\*\.[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]+)?$/, {
  error: 'a pattern such as https://*.example.com is wanted',
});

export const CorsPolicy = z.strictObject({
  endpoint: Name.describe('a GET endpoint that the origins below read'),
  origins: z.array(z.string()).describe('exact origins that may read it'),
  subdomains: z
    .array(SubdomainPattern)
    .default([])
    .describe('origins that may be granted besides, as https://*.example.com: any host below it'),
  public: z.boolean().default(false).describe('every origin may read it (*)'),
  credentials: z.boolean().default(false),
  methods: z.array(z.enum(METHODS)).default(['GET']),
  headers: z
    .array(z.string())
    .default([])
    .describe('request headers that a page may send, Authorization among them'),
  closed: z
    .array(z.enum(['methods', 'headers']))
    .default([])
    .describe('of these, nothing may be granted but what is listed above'),
  expose: z.array(z.string()).default([]),
  maxAge: z.int().nonnegative().optional().describe('seconds, at most'),
  also: z
    .array(Name)
    .default([])
    .describe('further endpoints under the same rule: streams, downloads, redirects'),
});
