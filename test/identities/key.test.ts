import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { signingKeyOf } from '../../src/identities/key.ts';
import { signerOf } from '../../src/identities/sign.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const text = (jwk: object) => JSON.stringify(jwk);

describe('a JWK is as good as a PEM, and brings its kid', () => {
  test.each([
    ['RS256', rsa],
    ['PS512', rsa],
    ['ES256', ec],
    ['EdDSA', ed],
  ] as const)('%s', async (algorithm, { privateKey, publicKey }) => {
    const jwk = text({ ...privateKey.export({ format: 'jwk' }), kid: 'key-7' });
    const token = signerOf(algorithm, jwk)({ sub: 'someone' });
    const { protectedHeader } = await jwtVerify(token, publicKey);
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: 'key-7' });
    expect(signerOf(algorithm, jwk, { keyId: 'other', type: 'at+jwt' })({})).toMatch(
      new RegExp(
        `^${Buffer.from(JSON.stringify({ alg: algorithm, typ: 'at+jwt', kid: 'other' })).toString('base64url')}\\.`,
      ),
    );
  });

  test('HS256', async () => {
    const secret = Buffer.from('a secret that is long enough for HMAC');
    const jwk = text({ kty: 'oct', k: secret.toString('base64url'), kid: 'key-8' });
    const { protectedHeader } = await jwtVerify(signerOf('HS256', jwk)({}), secret);
    expect(protectedHeader.kid).toBe('key-8');
  });

  test('a secret that begins with a brace is a secret', () => {
    for (const secret of ['{not json', '{"a":1}'])
      expect(signingKeyOf('HS256', secret).key.export().toString()).toBe(secret);
  });
});

describe('a JWK that does not fit is refused in words', () => {
  test.each([
    ['HS256', text(ec.privateKey.export({ format: 'jwk' })), /HMAC secret.*oct/],
    ['ES256', text(ec.publicKey.export({ format: 'jwk' })), /private members/],
    ['ES256', text({ kty: 'oct', k: 'AAAA' }), /private members/],
    ['RS256', text(ec.privateKey.export({ format: 'jwk' })), /type rsa; the key given is ec prime256v1/],
  ] as const)('%s', (algorithm, key, message) => {
    expect(() => signingKeyOf(algorithm, key)).toThrow(message);
  });
});
