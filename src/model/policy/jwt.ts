import { z } from 'zod';
import { Duration, Name } from '../units.ts';

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
