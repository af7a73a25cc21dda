import { generateKeyPairSync } from 'node:crypto';
import { importSPKI, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { signerOf } from '../../src/identities/sign.ts';
import { JWT_ALGORITHMS, type MintedJwt } from '../../src/model/identity.ts';

type Algorithm = MintedJwt['algorithm'];

const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const p256 = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const p384 = pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }));
const p521 = pem(generateKeyPairSync('ec', { namedCurve: 'P-521' }));
const ed25519 = pem(generateKeyPairSync('ed25519'));
const secret = {
  privateKey: 'a secret that is long enough for every HMAC, 64 bytes and then some more',
  publicKey: '',
};

const KEYS: Record<Algorithm, typeof rsa> = {
  HS256: secret,
  HS384: secret,
  HS512: secret,
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  PS256: rsa,
  PS384: rsa,
  PS512: rsa,
  ES256: p256,
  ES384: p384,
  ES512: p521,
  EdDSA: ed25519,
};

test.each(JWT_ALGORITHMS)('jose verifies what is signed by %s', async (algorithm) => {
  const { privateKey, publicKey } = KEYS[algorithm];
  const token = signerOf(algorithm, privateKey, { keyId: 'key-1' })({ sub: 'someone', text: 'ü' });
  const key = algorithm.startsWith('HS') ? Buffer.from(privateKey) : await importSPKI(publicKey, algorithm);
  const { payload, protectedHeader } = await jwtVerify(token, key as unknown as JWTVerifyGetKey);
  expect(payload).toEqual({ sub: 'someone', text: 'ü' });
  expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: 'key-1' });
});

test('a PEM with its line breaks written as \\n is a PEM', () => {
  const flat = p256.privateKey.replaceAll('\n', '\\n');
  expect(signerOf('ES256', flat)({})).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
});

describe('a key that does not fit is refused in words', () => {
  test.each<[Algorithm, string, RegExp]>([
    ['RS256', 'not a key', /RS256 wants a private key as PEM/],
    ['RS256', rsa.publicKey, /RS256 wants a private key as PEM/],
    ['RS256', p256.privateKey, /wants a key of type rsa; the key given is ec prime256v1/],
    ['ES256', p384.privateKey, /wants a key of type ec prime256v1; the key given is ec secp384r1/],
    ['EdDSA', rsa.privateKey, /wants a key of type ed25519; the key given is rsa/],
  ])('%s', (algorithm, key, message) => {
    expect(() => signerOf(algorithm, key)).toThrow(message);
  });
});

function pem({ privateKey, publicKey }: ReturnType<typeof generateKeyPairSync>) {
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
