import { constants, createHmac, type KeyObject, timingSafeEqual, verify } from 'node:crypto';

/** A key, and the algorithms that it may be used with. */
export interface VerificationKey {
  readonly key: KeyObject;
  readonly algorithms: readonly string[];
}

/**
 * What a strict verifier finds wrong with a compact JWS (RFC 7515 section 5.2) under a key; undefined where nothing is.
 * Strict: base64url without padding, foreign characters or surplus bits, an algorithm that the key is for, no extension.
 */
export function faultOf(token: string, { key, algorithms }: VerificationKey): string | undefined {
  const segments = token.split('.');
  if (segments.length !== 3) return `has ${segments.length} segments rather than 3`;
  const [header, payload, signature] = segments.map(bytesOf);
  if (!header || !payload || !signature) return 'is not encoded as base64url';
  const members = objectOf(header);
  if (members === undefined) return 'has a header that is no JSON object';
  const { alg } = members;
  if (typeof alg !== 'string' || !algorithms.includes(alg))
    return 'names an algorithm that the key is not for';
  if ('crit' in members) return 'has a critical extension';
  const right = isSigned(alg, key, Buffer.from(`${segments[0]}.${segments[1]}`), signature);
  return right ? undefined : 'has a wrong signature';
}

/** The algorithms that a key can be used with (RFC 7518 section 3.1, RFC 8037 section 3.1). */
export function algorithmsOf(key: KeyObject): readonly string[] {
  if (key.type === 'secret') return ['HS256', 'HS384', 'HS512'];
  const { namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  return BY_KIND[key.asymmetricKeyType ?? ''] ?? BY_CURVE[namedCurve] ?? [];
}

const RSA_PSS = ['PS256', 'PS384', 'PS512'];
const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  rsa: ['RS256', 'RS384', 'RS512', ...RSA_PSS],
  'rsa-pss': RSA_PSS,
  ed25519: ['EdDSA', 'Ed25519'],
};
const BY_CURVE: Readonly<Record<string, readonly string[]>> = {
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
};

/** The bytes of a segment; undefined unless it is their one and only encoding. */
function bytesOf(segment: string): Buffer | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  return bytes.toString('base64url') === segment ? bytes : undefined;
}

function objectOf(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isSigned(alg: string, key: KeyObject, input: Buffer, signature: Buffer): boolean {
  const hash = `sha${alg.slice(2)}`;
  if (key.type === 'secret') {
    const right = createHmac(hash, key).update(input).digest();
    return right.length === signature.length && timingSafeEqual(right, signature);
  }
  try {
    if (alg.startsWith('Ed')) return verify(null, input, key, signature);
    return verify(hash, input, { key, ...SETTINGS[alg.slice(0, 2)] }, signature);
  } catch {
    return false;
  }
}

const SETTINGS: Readonly<Record<string, object>> = {
  RS: { padding: constants.RSA_PKCS1_PADDING },
  PS: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  ES: { dsaEncoding: 'ieee-p1363' },
};
