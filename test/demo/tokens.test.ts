import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { PORTAL_TOKENS, SCHOLARSHIP_TOKENS } from '../../src/demo/auth.ts';
import type { DefectId } from '../../src/demo/defects.ts';
import { DEMO_ONLY_RSA_PUBLIC_KEY } from '../../src/demo/keys.ts';
import { verifier } from '../../src/demo/tokens.ts';
import { claims, portalToken, scholarshipToken } from './client.ts';

const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const scholarship = { iss: 'auto-com-center', aud: 'scholar-sync-agents' };

async function parts(changes?: Record<string, unknown>): Promise<[string, string, string]> {
  return (await scholarshipToken(changes)).split('.') as [string, string, string];
}

async function withSignature(change: (signature: Buffer) => Buffer): Promise<string> {
  const [header, payload, signature] = await parts();
  return `${header}.${payload}.${change(Buffer.from(signature, 'base64url')).toString('base64url')}`;
}

/** Tokens that the scholarship service must refuse, and the one defect that lets each in. */
const BAD: readonly [name: string, token: () => Promise<string>, letIn: readonly DefectId[]][] = [
  ['alg none', async () => `${encode({ alg: 'none' })}.${encode(claims(scholarship))}.`, ['jwt-alg-none']],
  ['alg NoNe', async () => `${encode({ alg: 'NoNe' })}.${encode(claims(scholarship))}.`, ['jwt-alg-none']],
  ['signature cut off', async () => (await parts()).slice(0, 2).join('.'), ['jwt-signature-optional']],
  [
    'signature with a flipped bit',
    () => withSignature((bytes) => bytes.fill((bytes[16] ?? 0) ^ 1, 16, 17)),
    ['jwt-signature-prefix', 'jwt-signature-unchecked'],
  ],
  ['signature cut short', () => withSignature((bytes) => bytes.subarray(0, 28)), ['jwt-signature-prefix']],
  [
    'another subject under the signature',
    async () => {
      const [header, , signature] = await parts();
      return `${header}.${encode(claims({ ...scholarship, sub: 'another' }))}.${signature}`;
    },
    ['jwt-signature-unchecked'],
  ],
  [
    'expired an hour ago',
    () => scholarshipToken({ iat: now() - 4000, nbf: now() - 4000, exp: now() - 3600 }),
    ['jwt-expired-accepted'],
  ],
  [
    'valid in an hour',
    () => scholarshipToken({ nbf: now() + 1200, exp: now() + 1700, iat: now() }),
    ['jwt-nbf-unchecked'],
  ],
  ['another issuer', () => scholarshipToken({ iss: 'evil' }), ['jwt-issuer-unchecked']],
  ['another audience', () => scholarshipToken({ aud: 'evil' }), ['jwt-audience-unchecked']],
  ['no jti', () => scholarshipToken({ jti: undefined }), ['jwt-jti-not-required']],
  ['no nbf', () => scholarshipToken({ nbf: undefined }), []],
  ['no exp', () => scholarshipToken({ exp: undefined }), []],
  [
    'a lifetime of 1860 s',
    () => scholarshipToken({ iat: now(), exp: now() + 1860 }),
    ['jwt-lifetime-uncapped'],
  ],
  [
    'expired 14 s ago',
    () => scholarshipToken({ iat: now() - 100, nbf: now() - 100, exp: now() - 14 }),
    ['jwt-tolerance-too-wide', 'jwt-expired-accepted'],
  ],
  ['garbage', async () => 'garbage', []],
];

const DEFECTS: readonly DefectId[] = [
  'jwt-alg-none',
  'jwt-signature-optional',
  'jwt-signature-prefix',
  'jwt-signature-unchecked',
  'jwt-expired-accepted',
  'jwt-nbf-unchecked',
  'jwt-issuer-unchecked',
  'jwt-audience-unchecked',
  'jwt-jti-not-required',
  'jwt-lifetime-uncapped',
  'jwt-tolerance-too-wide',
  'jwt-algorithm-confusion',
];

async function accepts(token: string, ...defects: DefectId[]): Promise<boolean> {
  return verifier(
    SCHOLARSHIP_TOKENS,
    new Set(defects),
  )(token).then(
    () => true,
    () => false,
  );
}

describe('the rules of the scholarship service', () => {
  test.each(BAD)('%s', async (_name, token, letIn) => {
    expect(await accepts(await token())).toBe(false);
    for (const defect of DEFECTS)
      expect([defect, await accepts(await token(), defect)]).toEqual([defect, letIn.includes(defect)]);
  });

  test('a good token is accepted, with every defect', async () => {
    expect(await accepts(await scholarshipToken())).toBe(true);
    for (const defect of DEFECTS) expect(await accepts(await scholarshipToken(), defect)).toBe(true);
  });

  test('10 s of skew are tolerated, unless that is the defect', async () => {
    const early = await scholarshipToken({ nbf: now() + 6, iat: now() + 6 });
    const late = await scholarshipToken({ iat: now() - 100, nbf: now() - 100, exp: now() - 5 });
    for (const token of [early, late]) {
      expect(await accepts(token)).toBe(true);
      expect(await accepts(token, 'jwt-no-tolerance')).toBe(false);
    }
  });
});

describe("the portal's public key", () => {
  const confused = () =>
    new SignJWT(claims({ iss: 'portal-identity', aud: 'portal-api', tenant: 'acme' }))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(createSecretKey(Buffer.from(DEMO_ONLY_RSA_PUBLIC_KEY)));

  test('is no HMAC secret, unless that is the defect', async () => {
    await expect(verifier(PORTAL_TOKENS, new Set())(await confused())).rejects.toThrow();
    const confusable = verifier(PORTAL_TOKENS, new Set<DefectId>(['jwt-algorithm-confusion']));
    expect(await confusable(await confused())).toMatchObject({ tenant: 'acme' });
  });

  test('verifies what its private key signed', async () => {
    expect(await verifier(PORTAL_TOKENS, new Set())(await portalToken())).toMatchObject({ sub: 'somebody' });
  });
});
