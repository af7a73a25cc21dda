import { z } from 'zod';
import { METHODS } from '../endpoint.ts';
import { Name } from '../units.ts';

export const CorsPolicy = z.strictObject({
  endpoint: Name.describe('a GET endpoint that the origins below read'),
  origins: z.array(z.string()).describe('exact origins that may read it'),
  public: z.boolean().default(false).describe('every origin may read it (*)'),
  credentials: z.boolean().default(false),
  methods: z.array(z.enum(METHODS)).default(['GET']),
  headers: z
    .array(z.string())
    .default([])
    .describe('request headers that a page may send, Authorization among them'),
  expose: z.array(z.string()).default([]),
  maxAge: z.int().nonnegative().optional().describe('seconds, at most'),
});
