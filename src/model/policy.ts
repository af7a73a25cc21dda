import { z } from 'zod';
import { CachePolicy } from './policy/cache.ts';
import { CorsPolicy } from './policy/cors.ts';
import { HeaderPolicy } from './policy/headers.ts';
import { HealthPolicy } from './policy/health.ts';
import { JwtPolicy } from './policy/jwt.ts';
import { LimitPolicy } from './policy/limits.ts';
import { ReplayPolicy } from './policy/replay.ts';
import { TenancyPolicy } from './policy/tenancy.ts';

/** What the service promises. A check whose promise is not declared is `not_applicable`, and says what to declare. */
export const Policy = z.strictObject({
  cors: CorsPolicy.optional(),
  jwt: JwtPolicy.optional(),
  replay: z.array(ReplayPolicy).default([]),
  limits: z.array(LimitPolicy).default([]),
  headers: HeaderPolicy.optional(),
  cache: CachePolicy.default({}).describe('cache class by endpoint'),
  tenancy: TenancyPolicy.optional(),
  health: HealthPolicy.optional(),
});
export type Policy = z.output<typeof Policy>;
