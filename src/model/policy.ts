import { z } from 'zod';
import { METHODS } from './endpoint.ts';
import { SCOPES } from './identity.ts';
import { Duration, Name } from './units.ts';

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

export const JWT_CLAIMS = ['exp', 'nbf', 'iat', 'jti', 'sub', 'iss', 'aud'] as const;

export const JwtPolicy = z.strictObject({
  endpoint: Name.describe('a protected endpoint that a valid token may read'),
  identity: Name.describe('the pool of kind jwt that mints the tokens'),
  issuer: z.string().optional(),
  audience: z.string().optional(),
  algorithm: z.string().default('HS256'),
  publicKey: z.string().optional().describe('public key as PEM, for algorithm confusion'),
  required: z.array(z.enum(JWT_CLAIMS)).default([]).describe('claims without which a token is rejected'),
  tolerance: Duration.default(0).describe('clock skew that is allowed'),
  lifetime: Duration.optional().describe('longest allowed exp - iat'),
});

export const ReplayPolicy = z.strictObject({
  endpoint: Name,
  identity: Name.describe('the pool of kind jwt that mints the tokens'),
  replay: z.enum(['one-time', 'reusable']),
});

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

export const CACHE_CLASSES = ['no-store', 'private', 'public'] as const;

export const TenantResource = z.strictObject({
  name: Name,
  path: z.string().regex(/^\//).describe('path of a thing that the owner has'),
  owner: Name.describe('identity pool of the tenant that owns it'),
  intruder: Name.describe('identity pool of another tenant'),
  marker: z.string().min(4).describe('text that only the owner may ever see'),
});

export const HealthPolicy = z.strictObject({
  liveness: Name.optional().describe('endpoint'),
  readiness: Name.optional().describe('endpoint'),
  dependency: z
    .strictObject({
      down: z.strictObject({ method: z.enum(METHODS).default('POST'), path: z.string() }),
      up: z.strictObject({ method: z.enum(METHODS).default('POST'), path: z.string() }),
      settle: Duration.default(200),
    })
    .optional()
    .describe('requests that switch a dependency of a test system off and on again'),
});

/** What the service promises. A check whose promise is not declared is `not_applicable`, and says what to declare. */
export const Policy = z.strictObject({
  cors: CorsPolicy.optional(),
  jwt: JwtPolicy.optional(),
  replay: z.array(ReplayPolicy).default([]),
  limits: z.array(LimitPolicy).default([]),
  headers: HeaderPolicy.optional(),
  cache: z.record(Name, z.enum(CACHE_CLASSES)).default({}).describe('cache class by endpoint'),
  tenancy: z
    .strictObject({ mismatch: z.int().default(404), resources: z.array(TenantResource).min(1) })
    .optional(),
  health: HealthPolicy.optional(),
});
export type Policy = z.output<typeof Policy>;
