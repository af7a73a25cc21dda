import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { DefectId } from './defects.ts';

/** What a service demands of a bearer token. */
export interface TokenRules {
  readonly algorithm: 'HS256' | 'RS256';
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
    ...(defects.has('jwt-issuer-unchecked') ? {} : { issuer: rules.issuer }),
    ...(defects.has('jwt-audience-unchecked') ? {} : { audience: rules.audience }),
  };
  return async (token) => {
    const genuine = await forgive(token, rules, defects);
    const payload = await jwtVerify(genuine, rules.verifyWith, options).then(
      (verified) => verified.payload,
      (error: unknown) => claimsDespite(error, defects),
    );
    if (!defects.has('jwt-lifetime-uncapped')) assertLifetime(payload, rules.lifetime);
    return payload;
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

function assertLifetime(payload: JWTPayload, longest: number): void {
  const { exp = Number.POSITIVE_INFINITY, iat = 0 } = payload;
  if (exp - iat > longest)
    throw new errors.JWTClaimValidationFailed('"exp" is too far from "iat"', payload, 'exp', 'check_failed');
}

interface Parts {
  readonly signed: string;
  readonly header: { readonly alg?: unknown };
  readonly payload: JWTPayload;
  readonly signature: Buffer;
}

type Leniency = (parts: Parts, rules: TokenRules) => boolean;

/** Ways in which real verifiers take a bad signature for a good one, by defect. */
const LENIENCIES: Partial<Record<DefectId, Leniency>> = {
  'jwt-alg-none': ({ header }) => String(header.alg).toLowerCase() === 'none',
  'jwt-signature-optional': ({ header, signature }, rules) =>
    header.alg === rules.algorithm && signature.length === 0,
  'jwt-signature-prefix': ({ header, signed, signature }, rules) =>
    header.alg === 'HS256' &&
    rules.algorithm === 'HS256' &&
    signature.length >= 8 &&
    timingSafeEqual(hmac(rules.verifyWith, signed).subarray(0, 8), signature.subarray(0, 8)),
  'jwt-signature-unchecked': ({ header, signature }, rules) =>
    header.alg === rules.algorithm && signature.length === 32,
  'jwt-algorithm-confusion': ({ header, signed, signature }, rules) =>
    header.alg === 'HS256' &&
    rules.publicPem !== undefined &&
    hmac(rules.publicPem, signed).equals(signature),
};

/** The token as it is; with a signature defect, a bad one that it takes for good is signed anew. */
async function forgive(token: string, rules: TokenRules, defects: ReadonlySet<DefectId>): Promise<string> {
  const leniencies = [...defects].flatMap((id) => LENIENCIES[id] ?? []);
  if (leniencies.length === 0) return token;
  const parts = split(token);
  if (parts === undefined || !leniencies.some((accepts) => accepts(parts, rules))) return token;
  return new SignJWT(parts.payload).setProtectedHeader({ alg: rules.algorithm }).sign(rules.signWith);
}

function split(token: string): Parts | undefined {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0) return undefined;
  const parsed = [header, payload].map(parse);
  if (parsed.some((part) => typeof part !== 'object' || part === null)) return undefined;
  const [head, claims] = parsed as [Parts['header'], JWTPayload];
  return {
    signed: `${header}.${payload}`,
    header: head,
    payload: claims,
    signature: Buffer.from(signature, 'base64url'),
  };
}

function parse(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function hmac(key: KeyObject | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
