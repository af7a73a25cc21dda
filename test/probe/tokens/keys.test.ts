import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { publicKeyEncodings } from '../../../src/probe/tokens/keys.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privatePem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const names = (text: string) => publicKeyEncodings(text).map(({ name }) => name);

test('an RSA key has all forms, the same from the public as from the private key', () => {
  expect(names(publicPem)).toEqual(names(privatePem));
  expect(names(publicPem)).toEqual([
    'SPKI PEM',
    'SPKI PEM without final LF',
    'SPKI PEM after LF',
    'SPKI PEM after space',
    'SPKI DER',
    'SPKI base64',
    'JWK JSON',
    'PKCS#1 PEM',
    'PKCS#1 PEM without final LF',
    'PKCS#1 DER',
  ]);
});

test('an EC key has no PKCS#1 form', () => {
  const found = names(ec.publicKey.export({ type: 'spki', format: 'pem' }).toString());
  expect(found.filter((name) => name.startsWith('PKCS#1'))).toEqual([]);
});

test('the declared text counts as a form of its own where it differs', () => {
  const odd = `${publicPem}\n\n`;
  expect(publicKeyEncodings(odd).at(-1)).toEqual({ name: 'declared text', key: Buffer.from(odd) });
});

test('line breaks may be written as in environment variables', () => {
  expect(names(publicPem.replaceAll('\n', '\\n'))).toEqual(names(publicPem));
});

test('a private key is never among them', () => {
  for (const { key } of publicKeyEncodings(privatePem))
    expect(Buffer.from(key).toString('latin1')).not.toContain('PRIVATE');
});
