import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';
import { describe, expect, test } from 'vitest';
import { JWT_ALGORITHMS } from '../../../src/model/identity.ts';
import { attackerKey } from '../../../src/probe/tokens/attacker.ts';
import { corrupted, partsOf } from '../../../src/probe/tokens/forge.ts';
import { verificationKeyOf } from '../../../src/probe/tokens/jwk.ts';
import { faultOf } from '../../../src/probe/tokens/verdict.ts';

/** The examples of RFC 7515 appendices A.1 and A.3, and of RFC 8037 appendix A.4. */
const EXAMPLES = [
  {
    jwk: {
      kty: 'oct',
      k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    },
    token:
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  },
  {
    jwk: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
    token:
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  },
  {
    jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    token:
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  },
];

test.each(EXAMPLES)('the example with a key of type $jwk.kty is valid', ({ jwk, token }) => {
  expect(faultOf(token, verificationKeyOf(jwk))).toBeUndefined();
});

const [{ jwk: SECRET, token: TOKEN }] = EXAMPLES as [(typeof EXAMPLES)[0]];
const { header, payload, signature } = partsOf(TOKEN);
const encode = (text: string) => Buffer.from(text).toString('base64url');
const hmac = (input: string) =>
  createHmac('sha256', Buffer.from(SECRET.k!, 'base64url')).update(input).digest('base64url');
const signed = (head: string, body = payload) => `${head}.${body}.${hmac(`${head}.${body}`)}`;

describe('one change makes it invalid', () => {
  test.each<[string, string, RegExp]>([
    ['nothing at all', '', /1 segments/],
    ['no signature', `${header}.${payload}`, /2 segments/],
    ['an empty signature', `${header}.${payload}.`, /wrong signature/],
    ['a segment more', `${TOKEN}.${signature}`, /4 segments/],
    ['another payload', `${header}.${encode('{}')}.${signature}`, /wrong signature/],
    ['another header', `${encode('{"alg":"HS256"}')}.${payload}.${signature}`, /wrong signature/],
    ['a bit of the signature', `${header}.${payload}.${corrupted(signature)}`, /wrong signature/],
    ['a signature cut short', `${header}.${payload}.${signature.slice(0, -3)}`, /wrong signature/],
    ['padding', `${header}.${payload}.${signature}=`, /base64url/],
    ['white space', `${header} .${payload}.${signature}`, /base64url/],
    ['a foreign character', `${header}.${payload}.${signature}!`, /base64url/],
    ['surplus bits', signed(header, 'AB'), /base64url/],
    ['alg none', `${encode('{"alg":"none"}')}.${payload}.`, /algorithm/],
    ['no alg', signed(encode('{}')), /algorithm/],
    ['an algorithm of another kind', signed(encode('{"alg":"ES256"}')), /algorithm/],
    ['a header that is a list', signed(encode('[{"alg":"HS256"}]')), /no JSON object/],
    ['a header that is no JSON', signed(encode('{"alg":"HS256"')), /no JSON object/],
    ['a critical extension', signed(encode('{"alg":"HS256","crit":["exp"],"exp":1}')), /critical/],
  ])('%s', (_, token, fault) => {
    expect(faultOf(token, verificationKeyOf(SECRET))).toMatch(fault);
  });
});

describe('every algorithm, as jose signs it', () => {
  test.each(JWT_ALGORITHMS)('%s', async (algorithm) => {
    const own = await attackerKey(algorithm);
    const other = otherKey(own.publicKey);
    const token = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: algorithm })
      .sign(own.privateKey);
    const under = (key: KeyObject) => faultOf(token, { key, algorithms: [algorithm] });
    expect(under(own.publicKey)).toBeUndefined();
    expect(under(other)).toMatch(/wrong signature/);
    const parts = partsOf(token);
    expect(
      faultOf(`${parts.header}.${parts.payload}.${corrupted(parts.signature)}`, {
        key: own.publicKey,
        algorithms: [algorithm],
      }),
    ).toMatch(/wrong signature/);
  });
});

/** A key of the same kind. */
function otherKey(key: KeyObject): KeyObject {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').publicKey;
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: details!.namedCurve! }).publicKey;
  return verificationKeyOf({ kty: 'oct', k: 'AAAA' }).key;
}

describe('a JWK says what it may be used for', () => {
  const ec = EXAMPLES[1]!.jwk;
  test.each<[object, readonly string[]]>([
    [{}, ['ES256']],
    [{ alg: 'ES256', use: 'sig', key_ops: ['verify'] }, ['ES256']],
    [{ alg: 'ES521' }, ['ES256']],
    [{ use: 'enc' }, []],
    [{ key_ops: ['encrypt'] }, []],
  ])('%j', (more, algorithms) => {
    expect(verificationKeyOf({ ...ec, ...more }).algorithms).toEqual(algorithms);
  });

  test('a secret that names its hash serves no other', () => {
    expect(verificationKeyOf({ ...SECRET, alg: 'HS384' }).algorithms).toEqual(['HS384']);
    expect(verificationKeyOf(SECRET).algorithms).toEqual(['HS256', 'HS384', 'HS512']);
  });
});
