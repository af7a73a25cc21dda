import { createSecretKey, randomBytes } from 'node:crypto';
import { compactVerify, jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { corrupted, decode, forge, partsOf } from '../../../src/probe/tokens/forge.ts';

const KEY = randomBytes(64);

describe('forge', () => {
  test.each([
    ['HS256', 'sha256'],
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
  ] as const)('what it signs by %s jose verifies', async (alg, hash) => {
    const token = forge({
      header: { alg },
      payload: { sub: 'x' },
      signWith: { kind: 'hmac', key: KEY, hash },
    });
    const { payload, protectedHeader } = await jwtVerify(token, createSecretKey(KEY));
    expect([payload, protectedHeader]).toEqual([{ sub: 'x' }, { alg }]);
  });

  test('the vector of RFC 7515 appendix A.1 verifies, and loses its validity by one corrupted bit', async () => {
    const jwk = {
      kty: 'oct',
      k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    };
    const token =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    await expect(compactVerify(token, jwk)).resolves.toBeDefined();
    const { header, payload, signature } = partsOf(token);
    const broken = `${header}.${payload}.${corrupted(signature)}`;
    await expect(compactVerify(broken, jwk)).rejects.toThrow('signature verification failed');
  });

  test('an unsigned token is the one of RFC 7519 section 6.1', () => {
    const token = forge({ header: { alg: 'none' }, payload: { iss: 'joe' }, signWith: { kind: 'none' } });
    expect(token).toBe('eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.');
  });

  test('a copied signature stands as it is', async () => {
    const real = await new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: 'HS256' }).sign(KEY);
    const { signature } = partsOf(real);
    const token = forge({ header: {}, payload: { sub: 'y' }, signWith: { kind: 'copied', signature } });
    expect(partsOf(token).signature).toBe(signature);
    expect(decode(partsOf(token).payload)).toEqual({ sub: 'y' });
  });
});

test('corruption always changes the bytes, and keeps their number', () => {
  for (let length = 1; length < 70; length++) {
    const signature = randomBytes(length).toString('base64url');
    const before = Buffer.from(signature, 'base64url');
    const after = Buffer.from(corrupted(signature), 'base64url');
    expect(after.length).toBe(before.length);
    expect(after.equals(before)).toBe(false);
  }
});
