import { constants, createHmac, type KeyObject, sign } from 'node:crypto';
import type { MintedJwt } from '../model/identity.ts';
import { signingKeyOf } from './key.ts';

type Algorithm = MintedJwt['algorithm'];
type Signer = (input: string) => Buffer;

export interface HeaderSettings {
  readonly keyId?: string | undefined;
  /** The `typ` of the header. */
  readonly type?: string;
}

/**
 * Signs compact JWTs (RFC 7515, 7518, 8037) without waiting. jose signs too, but only asynchronously, and the load path
 * takes a token per request without a turn of the event loop; the tests verify every algorithm with jose.
 * Throws an `Error` that says which key is wanted; it never holds the key.
 */
export function signerOf(
  algorithm: Algorithm,
  text: string,
  { keyId, type = 'JWT' }: HeaderSettings = {},
): (claims: object) => string {
  const { key, keyId: own } = signingKeyOf(algorithm, text);
  const signer = rawSigner(algorithm, key);
  const kid = keyId ?? own;
  const header = { alg: algorithm, typ: type, ...(kid === undefined ? {} : { kid }) };
  const prefix = `${encode(header)}.`;
  return (claims) => {
    const input = prefix + encode(claims);
    return `${input}.${signer(input).toString('base64url')}`;
  };
}

/** The signature of one algorithm over any text, in the form that a JWS carries. */
export function rawSigner(algorithm: Algorithm, key: KeyObject): Signer {
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith('HS')) return (input) => createHmac(hash, key).update(input).digest();
  if (algorithm === 'EdDSA') return (input) => sign(null, Buffer.from(input), key);
  const options = { key, ...SETTINGS[algorithm.slice(0, 2)] };
  return (input) => sign(hash, Buffer.from(input), options);
}

const SETTINGS: Readonly<Record<string, object>> = {
  RS: { padding: constants.RSA_PKCS1_PADDING },
  PS: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  ES: { dsaEncoding: 'ieee-p1363' },
};

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
