import type { KeyObject } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { DefectId } from './defects.ts';
import { mistaken } from './token-mistakes.ts';

/** What a service demands of a bearer token. */
export interface TokenRules {
  readonly algorithm: 'HS256' | 'RS256' | 'ES256';
  /** The only `typ` that is accepted; any when left out. */
  readonly type?: string;
  /** Tokens may stand in the query, too. */
  readonly inQuery?: boolean;
  readonly verifyWith: KeyObject;
  /** Only the defects use it: they treat a bad token as if it had been signed. */
  readonly signWith: KeyObject;
  /** The public key as PEM, that the algorithm-confusion defect takes for a secret. */
  readonly publicPem?: string;
  readonly issuer: string;
  readonly audience: string;
  /** Seconds. */
  readonly tolerance: number;
  /** Longest exp - iat in seconds. */
  readonly lifetime: number;
  readonly required: readonly string[];
}

/** The claims of a good token; rejects with an error of `jose` for any other. */
export type Verify = (token: string) => Promise<JWTPayload>;

export function verifier(rules: TokenRules, defects: ReadonlySet<DefectId>): Verify {
  const options = {
    algorithms: [rules.algorithm],
    clockTolerance: toleranceOf(rules, defects),
    requiredClaims: rules.required.filter(
      (claim) => !(claim === 'jti' && defects.has('jwt-jti-not-required')),
    ),
    ...(rules.type === undefined || defects.has('jwt-type-unchecked') ? {} : { typ: rules.type }),
    ...(defects.has('jwt-issuer-unchecked') ? {} : { issuer: rules.issuer }),
    ...(defects.has('jwt-audience-unchecked') ? {} : { audience: rules.audience }),
  };
  return async (token) => {
    const genuine = await mistaken(token, rules, defects);
    const payload = await jwtVerify(genuine, rules.verifyWith, options).then(
      (verified) => verified.payload,
      (error: unknown) => claimsDespite(error, defects),
    );
    if (!isUncapped(payload, defects)) assertLifetime(payload, rules.lifetime);
    if (!defects.has('jwt-issued-later')) assertIssued(payload, rules.tolerance);
    assertForm(payload, defects);
    const assumed = defects.has('jwt-tenant-assumed') && payload['tenant'] === '';
    return assumed ? { ...payload, tenant: 'acme' } : payload;
  };
}

function toleranceOf(rules: TokenRules, defects: ReadonlySet<DefectId>): number {
  if (defects.has('jwt-no-tolerance')) return 0;
  return defects.has('jwt-tolerance-too-wide') ? rules.tolerance + 20 : rules.tolerance;
}

/** `jose` looks at nbf and exp last, so the claims of a token that fails there are right otherwise. */
function claimsDespite(error: unknown, defects: ReadonlySet<DefectId>): JWTPayload {
  if (error instanceof errors.JWTExpired && defects.has('jwt-expired-accepted')) return error.payload;
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')
    if (defects.has('jwt-nbf-unchecked') && error.reason === 'check_failed') return error.payload;
  throw error;
}

function isUncapped({ exp = 0 }: JWTPayload, defects: ReadonlySet<DefectId>): boolean {
  const inMilliseconds = exp > 1e12 && Number.isFinite(exp);
  return defects.has('jwt-lifetime-uncapped') || (inMilliseconds && defects.has('jwt-milliseconds'));
}

function assertIssued(payload: JWTPayload, tolerance: number): void {
  if ((payload.iat ?? 0) > Date.now() / 1000 + tolerance)
    throw new errors.JWTClaimValidationFailed('"iat" is in the future', payload, 'iat', 'check_failed');
}

/** Two defects that turn good tokens away. */
function assertForm(payload: JWTPayload, defects: ReadonlySet<DefectId>): void {
  const refused =
    (defects.has('jwt-audience-no-list') && Array.isArray(payload.aud)) ||
    (defects.has('jwt-whole-seconds') && !Number.isInteger(payload.exp));
  if (refused) throw new errors.JWTInvalid('the form of the claims is not supported');
}

function assertLifetime(payload: JWTPayload, longest: number): void {
  const { exp = Number.POSITIVE_INFINITY, iat = 0 } = payload;
  if (exp - iat > longest)
    throw new errors.JWTClaimValidationFailed('"exp" is too far from "iat"', payload, 'exp', 'check_failed');
}
