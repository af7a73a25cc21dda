import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  type CryptoKey,
  createLocalJWKSet,
  exportJWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { JWT_ALGORITHMS } from '../../src/model/identity.ts';
import { AUDIENCE, ISSUER, LIFETIME, TOLERANCE } from './service.ts';

type Algorithm = (typeof JWT_ALGORITHMS)[number];

/** What an issuer signs with, and a service verifies with. */
export interface Issuer {
  readonly algorithm: Algorithm;
  /** HMAC secret, or private key as PEM: for the plan. */
  readonly key: string;
  /** PEM, of asymmetric algorithms. */
  readonly publicKey?: string;
  readonly verifier: Uint8Array | KeyObject | JWTVerifyGetKey;
  /** Where keys are told apart by name. */
  readonly keyId?: string;
}

const SECRET = 'controls-only-secret-of-more-than-32-bytes';

export function hmacIssuer(): Issuer {
  return { algorithm: 'HS256', key: SECRET, verifier: new TextEncoder().encode(SECRET) };
}

export function rsaIssuer(algorithm: 'RS256' | 'PS256' = 'RS256'): Issuer {
  return issuerOf(algorithm, generateKeyPairSync('rsa', { modulusLength: 2048 }));
}

/** With a set of two keys, as an issuer publishes it. */
export async function ecIssuer(): Promise<Issuer> {
  const [pair, next] = [newPair(), newPair()];
  const keys = await Promise.all([pair, next].map(({ publicKey }) => exportJWK(publicKey)));
  const verifier = createLocalJWKSet({
    keys: keys.map((key, index) => ({ ...key, kid: `key-${index + 1}` })),
  });
  return { ...issuerOf('ES256', pair), verifier, keyId: 'key-1' };
}

const newPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

function issuerOf(algorithm: Algorithm, pair: { privateKey: KeyObject; publicKey: KeyObject }): Issuer {
  return {
    algorithm,
    key: String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKey: String(pair.publicKey.export({ type: 'spki', format: 'pem' })),
    verifier: pair.publicKey,
  };
}

/** Who asks, as far as a verified token tells. */
export interface Caller {
  readonly subject: string;
  readonly tenant: string;
  readonly jti: string;
  readonly exp: number;
}

/** As the documentation of jose says: one algorithm, issuer, audience, skew, age and the claims that there must be. */
export async function verifyBearer(authorization: string | undefined, issuer: Issuer): Promise<Caller> {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new Error('no bearer token');
  const { algorithm, verifier } = issuer;
  const rules = { ...RULES, algorithms: [algorithm] };
  const verified =
    typeof verifier === 'function'
      ? await jwtVerify(token, verifier, rules)
      : await jwtVerify(token, verifier as CryptoKey | Uint8Array, rules);
  return callerOf(verified.payload);
}

const RULES = {
  issuer: ISSUER,
  audience: AUDIENCE,
  clockTolerance: TOLERANCE,
  maxTokenAge: LIFETIME,
  requiredClaims: ['exp', 'iat', 'jti', 'sub'],
};

/** Of verified claims. Throws where one is not what it should be. */
export function callerOf({ sub, jti, exp, iat, tenant }: JWTPayload): Caller {
  if (typeof sub !== 'string' || sub === '') throw new Error('sub is no text');
  if (typeof jti !== 'string' || jti === '' || jti.length > 200) throw new Error('jti is no short text');
  if (Number(exp) - Number(iat) > LIFETIME) throw new Error('lifetime is too long');
  return { subject: sub, jti, exp: Number(exp), tenant: String(tenant) };
}

/** Tokens that were used, until they are good no longer; looking and writing are one step. */
export class UsedTokens {
  readonly #until = new Map<string, number>();

  /** False when the token was used before. */
  use({ jti, exp }: Caller): boolean {
    const now = Date.now();
    for (const [known, until] of this.#until) if (until < now) this.#until.delete(known);
    if (this.#until.has(jti)) return false;
    this.#until.set(jti, (exp + TOLERANCE + 1) * 1000);
    return true;
  }
}
