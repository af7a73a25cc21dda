import { createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { algorithmsOf, type VerificationKey } from './verdict.ts';

/**
 * A JWK as verification key (RFC 7517): only the algorithms that its type, curve, `alg`, `use` and `key_ops` allow.
 * An `alg` that is no signature algorithm of the key's type says nothing.
 */
export function verificationKeyOf(jwk: JsonWebKey): VerificationKey {
  const key = keyOf(jwk);
  const possible = algorithmsOf(key);
  const { use, key_ops: operations } = jwk as { use?: string; key_ops?: readonly string[] };
  const verifies = (use ?? 'sig') === 'sig' && (operations?.includes('verify') ?? true);
  const named = possible.filter((algorithm) => algorithm === jwk['alg']);
  return { key, algorithms: verifies ? (named.length > 0 ? named : possible) : [] };
}

function keyOf(jwk: JsonWebKey): KeyObject {
  if (jwk.kty === 'oct') return createSecretKey(Buffer.from(jwk.k ?? '', 'base64url'));
  return createPublicKey({ key: jwk, format: 'jwk' });
}
