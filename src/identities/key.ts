import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { MintedJwt } from '../model/identity.ts';

type Algorithm = MintedJwt['algorithm'];

/** What a pool signs with, and the `kid` that a JWK brings along. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly keyId?: string;
}

/**
 * Reads a signing key: an HMAC secret as text, a private key as PEM, or either as JWK (RFC 7517).
 * Throws an `Error` that says which key is wanted; it never holds the key.
 */
export function signingKeyOf(algorithm: Algorithm, text: string): SigningKey {
  const jwk = parseJwk(text);
  const key = algorithm.startsWith('HS')
    ? secretOf(algorithm, text, jwk)
    : privateKeyOf(algorithm, text, jwk);
  return { key, ...(typeof jwk?.['kid'] === 'string' && { keyId: jwk['kid'] }) };
}

/** The kind of key that each family of algorithms takes, as Node names it. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  RS: ['rsa'],
  PS: ['rsa', 'rsa-pss'],
  ES256: ['ec prime256v1'],
  ES384: ['ec secp384r1'],
  ES512: ['ec secp521r1'],
  EdDSA: ['ed25519'],
};

type Jwk = Record<string, unknown>;

/** A text that is no JWK may well be a secret that begins with a brace. */
function parseJwk(text: string): Jwk | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text) as Jwk;
    return typeof value['kty'] === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function secretOf(algorithm: Algorithm, text: string, jwk: Jwk | undefined): KeyObject {
  if (jwk === undefined) return createSecretKey(Buffer.from(text));
  if (jwk['kty'] === 'oct' && typeof jwk['k'] === 'string')
    return createSecretKey(Buffer.from(jwk['k'], 'base64url'));
  throw new Error(`${algorithm} wants an HMAC secret, as text or as a JWK with kty "oct"`);
}

function privateKeyOf(algorithm: Algorithm, text: string, jwk: Jwk | undefined): KeyObject {
  const key = parsePrivateKey(algorithm, text, jwk);
  const wanted = KINDS[algorithm] ?? KINDS[algorithm.slice(0, 2)] ?? [];
  const kind = [key.asymmetricKeyType, key.asymmetricKeyDetails?.namedCurve].filter(Boolean).join(' ');
  if (wanted.includes(kind)) return key;
  throw new Error(`${algorithm} wants a key of type ${wanted.join(' or ')}; the key given is ${kind}`);
}

function parsePrivateKey(algorithm: Algorithm, text: string, jwk: Jwk | undefined): KeyObject {
  try {
    // Environment variables often hold a PEM with its line breaks written as \n.
    return createPrivateKey(jwk === undefined ? text.replaceAll('\\n', '\n') : { key: jwk, format: 'jwk' });
  } catch {
    throw new Error(
      `${algorithm} wants a private key as PEM ("-----BEGIN PRIVATE KEY-----"), unencrypted, or as a JWK with its private members`,
    );
  }
}
