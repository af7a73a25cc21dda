import { createECDH, verify, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { JWT_ALGORITHMS } from '../../../src/model/identity.ts';
import { asymmetric, attackerKey } from '../../../src/probe/tokens/attacker.ts';
import { selfSigned } from '../../../src/probe/tokens/certificate.ts';
import { signedByCommonSecret } from '../../../src/probe/tokens/common-secrets.ts';
import { forge } from '../../../src/probe/tokens/forge.ts';
import { ORDERS } from '../../../src/probe/tokens/sections/ecdsa.ts';

const NOW = Date.UTC(2026, 0, 1);
const KINDS = [...new Set(JWT_ALGORITHMS.map(asymmetric))];

describe('a certificate that the attacker signs for themselves', () => {
  test.each(KINDS)('%s', async (algorithm) => {
    const key = await attackerKey(algorithm);
    const certificate = new X509Certificate(selfSigned(key, NOW));
    expect(certificate.subject).toBe('CN=canary-gate');
    expect(certificate.verify(key.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(key.privateKey)).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(NOW);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(NOW);
  });
});

test('the attacker keeps a key for the process', async () => {
  expect(await attackerKey('ES256')).toBe(await attackerKey('ES256'));
});

/** A private key must be below the order of its curve: one below is one, the order itself is none. */
test.each([
  ['ES256', 'prime256v1'],
  ['ES384', 'secp384r1'],
  ['ES512', 'secp521r1'],
] as const)('the order of the curve of %s', (algorithm, curve) => {
  const order = ORDERS[algorithm]!;
  const below = (BigInt(`0x${order}`) - 1n).toString(16).padStart(order.length, '0');
  expect(() => createECDH(curve).setPrivateKey(below, 'hex')).not.toThrow();
  expect(() => createECDH(curve).setPrivateKey(order, 'hex')).toThrow();
});

test('r and s of zero are no signature here', async () => {
  const { publicKey: key } = await attackerKey('ES256');
  const zeros = { key, dsaEncoding: 'ieee-p1363' } as const;
  expect(verify('sha256', Buffer.from('x'), zeros, Buffer.alloc(64))).toBe(false);
});

describe('a sample is tried against the list', () => {
  const token = (key: string, hash: 'sha256' | 'sha512') =>
    forge({ header: { alg: 'x' }, payload: {}, signWith: { kind: 'hmac', key, hash } });
  test.each([
    ['secret', 'HS256', true],
    ['', 'HS256', true],
    ['your-256-bit-secret', 'HS512', true],
    ['a secret that nobody would think of', 'HS256', false],
    ['secret', 'RS256', false],
  ] as const)('%j by %s', (key, algorithm, found) => {
    const hash = algorithm === 'HS512' ? 'sha512' : 'sha256';
    expect(signedByCommonSecret(token(key, hash), algorithm)).toBe(found);
  });
});
