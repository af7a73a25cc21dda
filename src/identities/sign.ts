import { constants, createHmac, createPrivateKey, createSecretKey, type KeyObject, sign } from 'node:crypto';
import type { MintedJwt } from '../model/identity.ts';

type Algorithm = MintedJwt['algorithm'];
type Signer = (input: string) => Buffer;

/**
 * Signs compact JWTs (RFC 7515, 7518, 8037) without waiting. jose signs too, but only asynchronously, and the load path
 * takes a token per request without a turn of the event loop; the tests verify every algorithm with jose.
 * Throws an `Error` that says which key is wanted; it never holds the key.
 */
export function signerOf(algorithm: Algorithm, key: string, keyId?: string): (claims: object) => string {
  const signer = rawSigner(algorithm, key);
  const header = { alg: algorithm, typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) };
  const prefix = `${encode(header)}.`;
  return (claims) => {
    const input = prefix + encode(claims);
    return `${input}.${signer(input).toString('base64url')}`;
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function rawSigner(algorithm: Algorithm, key: string): Signer {
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith('HS')) {
    const secret = createSecretKey(Buffer.from(key));
    return (input) => createHmac(hash, secret).update(input).digest();
  }
  const privateKey = privateKeyFor(algorithm, key);
  if (algorithm === 'EdDSA') return (input) => sign(null, Buffer.from(input), privateKey);
  const options = { key: privateKey, ...SETTINGS[algorithm.slice(0, 2)] };
  return (input) => sign(hash, Buffer.from(input), options);
}

const SETTINGS: Readonly<Record<string, object>> = {
  RS: { padding: constants.RSA_PKCS1_PADDING },
  PS: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  ES: { dsaEncoding: 'ieee-p1363' },
};

/** The kind of key that each family of algorithms takes, as Node names it. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  RS256: ['rsa'],
  RS384: ['rsa'],
  RS512: ['rsa'],
  PS256: ['rsa', 'rsa-pss'],
  PS384: ['rsa', 'rsa-pss'],
  PS512: ['rsa', 'rsa-pss'],
  ES256: ['ec prime256v1'],
  ES384: ['ec secp384r1'],
  ES512: ['ec secp521r1'],
  EdDSA: ['ed25519'],
};

function privateKeyFor(algorithm: Algorithm, pem: string): KeyObject {
  const wanted = KEYS[algorithm] ?? [];
  const key = parsePrivateKey(algorithm, pem);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const kind = [key.asymmetricKeyType, curve].filter(Boolean).join(' ');
  if (wanted.includes(kind)) return key;
  throw new Error(`${algorithm} wants a key of type ${wanted.join(' or ')}; the key given is ${kind}`);
}

function parsePrivateKey(algorithm: Algorithm, pem: string): KeyObject {
  try {
    // Environment variables often hold a PEM with its line breaks written as \n.
    return createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    throw new Error(`${algorithm} wants a private key as PEM ("-----BEGIN PRIVATE KEY-----"), unencrypted`);
  }
}
