import { createPublicKey, type KeyObject } from 'node:crypto';
import { EncryptJWT } from 'jose';
import { partsOf } from '../forge.ts';
import type { Source } from '../source.ts';
import { minted, type Section, type Variant } from '../variant.ts';

export const SERIALIZATION: Section = {
  id: 'jwt/serialization',
  variants: () => [
    inJson('flattened JSON', (parts) => parts),
    inJson('general JSON', ({ payload, ...signature }) => ({ payload, signatures: [signature] })),
    { name: 'encrypted to the public key', need: 'public key', token: encryptedToPublicKey },
    { name: 'encrypted by a blank key', token: (source) => encrypted(source, 'dir', new Uint8Array(32)) },
    {
      name: 'encrypted by a common password',
      token: (source) => encrypted(source, 'PBES2-HS256+A128KW', Buffer.from('secret')),
    },
  ],
};

interface Flattened {
  readonly payload: string;
  readonly protected: string;
  readonly signature: string;
}

function inJson(name: string, shape: (parts: Flattened) => object): Variant {
  const token = async (source: Source) => {
    const { header, payload, signature } = partsOf(await source.valid());
    return JSON.stringify(shape({ payload, protected: header, signature }));
  };
  return { name, token };
}

/** Everybody can encrypt to a public key, so decrypting proves nothing; empty where the key cannot be used so. */
function encryptedToPublicKey(source: Source): Promise<string> | string {
  const key = createPublicKey(source.publicKey!.replaceAll('\\n', '\n'));
  const algorithm = ENCRYPTION[key.asymmetricKeyType ?? ''];
  return algorithm === undefined ? '' : encrypted(source, algorithm, key);
}

const ENCRYPTION: Readonly<Record<string, string>> = { rsa: 'RSA-OAEP-256', ec: 'ECDH-ES' };

/** Few rounds of PBES2: nobody is to be kept busy. */
const ROUNDS = 1000;

function encrypted(source: Source, alg: string, key: KeyObject | Uint8Array): Promise<string> {
  const { kid } = source.header;
  const jwt = new EncryptJWT(source.claims()).setProtectedHeader({
    alg,
    enc: 'A128CBC-HS256',
    typ: 'JWT',
    ...(typeof kid === 'string' && { kid }),
  });
  return (alg.startsWith('PBES2') ? jwt.setKeyManagementParameters({ p2c: ROUNDS }) : jwt).encrypt(key);
}

const HOUR = 3600;
const OTHER = 'https://other.example';

/** A member twice, the last one wrong: reading the first is forbidden (RFC 7515 section 4, RFC 7519 section 4). */
export const DUPLICATE_MEMBERS: Section = {
  id: 'jwt/duplicate-members',
  variants: ({ policy }) => [
    twice('exp, expired the second time', 'exp', (now) => now - HOUR),
    ...(policy.jwt?.issuer === undefined ? [] : [twice('iss, another the second time', 'iss', () => OTHER)]),
    ...(policy.jwt?.audience === undefined
      ? []
      : [twice('aud, another the second time', 'aud', () => OTHER)]),
    minted({
      name: 'alg, one that there is not the second time',
      verdict: 'invalid',
      token: ({ issuer, header, claims }) =>
        issuer!.signAnything(withMember(header, 'alg', 'canary-gate'), claims()),
    }),
  ],
};

function twice(name: string, member: string, wrong: (now: number) => unknown): Variant {
  return minted({
    name,
    token: ({ issuer, header, claims }, now) =>
      issuer!.signAnything(header, withMember(claims(now), member, wrong(now))),
  });
}

/** The JSON text of an object with a member added at the end, whether it is there already or not. */
function withMember(object: Readonly<Record<string, unknown>>, name: string, value: unknown): string {
  return `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`;
}

/** Padding, white space and the letters of plain base64 are not tried: well-kept strict verifiers let them pass, and nobody gains by it. */
export const BASE64URL: Section = {
  id: 'jwt/base64url',
  variants: () => [
    {
      name: 'a foreign character in the signature',
      token: async (source) => {
        const { header, payload, signature } = partsOf(await source.valid());
        return `${header}.${payload}.${broken(signature)}`;
      },
    },
    minted({
      name: 'a foreign character in the payload, signed with it',
      verdict: 'invalid',
      token: async (source) => {
        const { header, payload } = partsOf(await source.valid());
        const input = `${header}.${broken(payload)}`;
        return `${input}.${source.issuer!.signText(input)}`;
      },
    }),
  ],
};

function broken(segment: string): string {
  const middle = segment.length >> 1;
  return `${segment.slice(0, middle)}!${segment.slice(middle)}`;
}

const PAYLOADS: readonly (readonly [name: string, payload: (claims: object) => string | Uint8Array])[] = [
  ['text that is no JSON', () => 'canary-gate'],
  ['an array', (claims) => JSON.stringify([claims])],
  ['a number', () => '42'],
  ['null', () => 'null'],
  ['UTF-16', (claims) => Buffer.from(JSON.stringify(claims), 'utf16le')],
];

export const PAYLOAD_FORM: Section = {
  id: 'jwt/payload-form',
  variants: () =>
    PAYLOADS.map(([name, payload]) =>
      minted({
        name,
        token: ({ issuer, header, claims }) => issuer!.signAnything(header, payload(claims())),
      }),
    ),
};
