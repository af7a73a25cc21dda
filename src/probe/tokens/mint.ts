import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { signingKeyOf } from '../../identities/key.ts';
import type { Probe } from '../../model/check.ts';
import { IdentityError } from '../../model/errors.ts';
import type { Credential, MintedJwt } from '../../model/identity.ts';

export type Claims = Record<string, unknown>;

/** Mints validly signed tokens of one subject that nothing else uses. */
export interface Mint {
  readonly pool: string;
  readonly settings: MintedJwt;
  readonly subject: string;
  readonly header: Readonly<Record<string, unknown>>;
  /** Claims that a correct server accepts, with a new `jti`; `seconds` is the time on the clock that the server goes by. */
  claims(seconds?: number): Claims;
  /** Signs whatever it is given, by jose. */
  sign(claims: Claims): Promise<string>;
  valid(): Promise<string>;
}

/** Issuing this much in the past keeps the baseline valid for a server whose clock is a little behind and that allows no skew. */
const BACKDATED = 5;

export interface Declared {
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  /** Longest allowed `exp - iat` in ms: valid tokens stay within it. */
  readonly lifetime?: number | undefined;
}

/** A mint over a fresh subject of the pool. Throws `IdentityError` when the pool does not mint. */
export async function createMint(probe: Probe, pool: string, declared: Declared = {}): Promise<Mint> {
  return mintFor(probe, await probe.subject(pool), declared);
}

/** A mint for a subject that is already there. */
export function mintFor(probe: Probe, credential: Credential, declared: Declared = {}): Mint {
  const { pool, subject } = credential;
  const settings = probe.minter(pool);
  if (!settings)
    throw new IdentityError(pool, 'a pool of kind jwt is wanted: the check mints its own tokens');
  const { key, keyId } = signingKeyOf(settings.algorithm, settings.key);
  const kid = settings.keyId ?? keyId;
  const header = { alg: settings.algorithm, typ: settings.type, ...(kid !== undefined && { kid }) };
  const claims = (seconds = Math.floor(probe.now() / 1000)) =>
    validClaims(settings, subject, declared, seconds);
  const sign = (payload: Claims) => new SignJWT(payload).setProtectedHeader(header).sign(key);
  return { pool, settings, subject, header, claims, sign, valid: () => sign(claims()) };
}

function validClaims(settings: MintedJwt, subject: string, declared: Declared, seconds: number): Claims {
  const issued = seconds - BACKDATED;
  const lifetime = Math.min(settings.lifetime, declared.lifetime ?? Number.POSITIVE_INFINITY);
  const issuer = settings.issuer ?? declared.issuer;
  const audience = settings.audience ?? declared.audience;
  return {
    ...settings.claims,
    ...(issuer !== undefined && { iss: issuer }),
    ...(audience !== undefined && { aud: audience }),
    sub: subject,
    iat: issued,
    nbf: issued,
    exp: issued + Math.floor(lifetime / 1000),
    // True randomness, not the seeded one: a jti of an earlier run with the same seed may still be remembered.
    jti: randomUUID(),
  };
}
