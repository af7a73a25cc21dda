import { createHMAC } from 'k6/crypto';
import { b64decode, b64encode } from 'k6/encoding';
import type { MintedPool } from '../payload.ts';

/** Signs claims; at once for HMAC, later for anything else, since k6 has no other way. */
export type Sign = (claims: object) => string | Promise<string>;

/** Makes compact JWTs (RFC 7515) of a pool's key by what k6 has. */
export function signerOf({ algorithm, key, keyId, type }: MintedPool): Sign {
  const header = { alg: algorithm, typ: type, ...(keyId === undefined ? {} : { kid: keyId }) };
  const prefix = `${encoded(header)}.`;
  const sign = rawSigner(algorithm, b64decode(key));
  return (claims) => {
    const input = prefix + encoded(claims);
    const signature = sign(input);
    return typeof signature === 'string'
      ? `${input}.${signature}`
      : signature.then((bytes) => `${input}.${b64encode(bytes, 'rawurl')}`);
  };
}

function rawSigner(algorithm: string, key: ArrayBuffer): (input: string) => string | Promise<ArrayBuffer> {
  const bits = algorithm.slice(2);
  if (algorithm.startsWith('HS')) {
    const hash = `sha${bits}` as 'sha256';
    return (input) => {
      const hmac = createHMAC(hash, key);
      hmac.update(input);
      return hmac.digest('base64rawurl');
    };
  }
  const [imported, signed] = SUITES[algorithm.slice(0, 2)]!(bits);
  let ready: Promise<CryptoKey> | undefined;
  return async (input) => {
    ready ??= crypto.subtle.importKey('pkcs8', key, imported, false, ['sign']);
    return crypto.subtle.sign(signed, await ready, bytesOf(input));
  };
}

type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
type Import = Exclude<Parameters<typeof crypto.subtle.importKey>[2], string>;
type Signing = Exclude<Parameters<typeof crypto.subtle.sign>[0], string>;
type Suite = (bits: string) => readonly [Import, Signing];

/** Names and parameters of WebCrypto, by family of algorithms. */
const SUITES: Readonly<Record<string, Suite>> = {
  RS: (bits) => [{ name: 'RSASSA-PKCS1-v1_5', hash: { name: `SHA-${bits}` } }, { name: 'RSASSA-PKCS1-v1_5' }],
  PS: (bits) => [
    { name: 'RSA-PSS', hash: { name: `SHA-${bits}` } },
    { name: 'RSA-PSS', saltLength: Number(bits) / 8 },
  ],
  ES: (bits) => [
    { name: 'ECDSA', namedCurve: bits === '512' ? 'P-521' : `P-${bits}` },
    { name: 'ECDSA', hash: { name: `SHA-${bits}` } },
  ],
};

const encoded = (value: object) => b64encode(JSON.stringify(value), 'rawurl');

/** Of a text that is ASCII. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
