import { z } from 'zod';
import { CachePolicy } from './policy/cache.ts';
import { CookiePolicy } from './policy/cookies.ts';
import { CorsPolicy } from './policy/cors.ts';
import { FilePolicy } from './policy/files.ts';
import { HeaderPolicy } from './policy/headers.ts';
import { HealthPolicy } from './policy/health.ts';
import { JwtPolicy } from './policy/jwt.ts';
import { AuthFailurePolicy, LimitPolicy } from './policy/limits.ts';
import { ReplayPolicy } from './policy/replay.ts';
import { StreamPolicy } from './policy/streams.ts';
import { TenancyPolicy } from './policy/tenancy.ts';
import { TlsPolicy } from './policy/tls.ts';

/** What the service promises. A check whose promise is not declared is `not_applicable`, and says what to declare. */
export const Policy = z.strictObject({
  cors: CorsPolicy.optional(),
  jwt: JwtPolicy.optional(),
  replay: z.array(ReplayPolicy).default([]),
  limits: z.array(LimitPolicy).default([]),
  authFailures: z.array(AuthFailurePolicy).default([]),
  headers: HeaderPolicy.optional(),
  cookies: CookiePolicy.optional(),
  cache: CachePolicy.default({}).describe('cache class by endpoint'),
  files: z.array(FilePolicy).default([]).describe('endpoints that hand out signed URLs'),
  tenancy: TenancyPolicy.optional(),
  health: HealthPolicy.optional(),
  streams: z.array(StreamPolicy).default([]),
  tls: TlsPolicy.optional(),
});
export type Policy = z.output<typeof Policy>;
