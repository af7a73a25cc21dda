import { z } from 'zod';
import { Duration, Name } from '../units.ts';

export const JWT_CLAIMS = ['exp', 'nbf', 'iat', 'jti', 'sub', 'iss', 'aud'] as const;
/** Where a service looks for a bearer token (RFC 6750 section 2). */
export const TOKEN_LOCATIONS = ['header', 'query', 'cookie'] as const;

export const JwtPolicy = z.strictObject({
  endpoint: Name.describe('a protected endpoint that a valid token may read'),
  identity: Name.describe(
    'the pool of the tokens: one of kind jwt mints and forges all, any other gives samples, of which less can be made',
  ),
  issuer: z.string().optional(),
  audience: z.string().optional(),
  soleAudience: z
    .boolean()
    .default(false)
    .describe('a token that is for other audiences too is rejected on purpose'),
  algorithm: z.string().default('HS256'),
  algorithms: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('every signature algorithm that the service accepts: any other is tried'),
  publicKey: z.string().optional().describe('public key as PEM, for algorithm confusion'),
  type: z.string().optional().describe('the only typ that is accepted, such as at+jwt'),
  required: z.array(z.enum(JWT_CLAIMS)).default([]).describe('claims without which a token is rejected'),
  tolerance: Duration.default(0).describe('clock skew that is allowed'),
  lifetime: Duration.optional().describe('longest allowed exp - iat'),
  issuedAt: z.literal('past').optional().describe('tokens that were issued in the future are rejected'),
  locations: z
    .array(z.enum(TOKEN_LOCATIONS))
    .min(1)
    .optional()
    .describe('where tokens are looked for: anywhere else they are tried in vain'),
  queryParameter: z
    .string()
    .default('access_token')
    .describe('name of the query parameter, where tokens may stand in the query'),
});
