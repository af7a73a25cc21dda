import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { COPYINGS } from '../../../src/probe/replay/copies.ts';

const SECRET = new TextEncoder().encode('x'.repeat(64));
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });

const KEYS = [
  { algorithm: 'HS256', pair: undefined, possible: ['other last character', 'padded'] },
  // 48 bytes fill their characters.
  { algorithm: 'HS384', pair: undefined, possible: [] },
  { algorithm: 'HS512', pair: undefined, possible: ['other last character', 'padded'] },
  { algorithm: 'RS256', pair: rsa(2048), possible: ['other last character', 'padded'] },
  { algorithm: 'RS256', pair: rsa(3072), possible: [] },
  { algorithm: 'ES256', pair: ec('P-256'), possible: ['other last character', 'padded', 's negated'] },
  { algorithm: 'ES384', pair: ec('P-384'), possible: ['s negated'] },
  { algorithm: 'ES512', pair: ec('P-521'), possible: ['s negated'] },
  { algorithm: 'EdDSA', pair: generateKeyPairSync('ed25519'), possible: ['other last character', 'padded'] },
] as const;

describe.each(KEYS)('$algorithm: $possible', ({ algorithm, pair, possible }) => {
  const sign = () =>
    new SignJWT({ jti: '1' }).setProtectedHeader({ alg: algorithm }).sign(pair?.privateKey ?? SECRET);

  test('copies are other texts that verify as well', async () => {
    const token = await sign();
    const copies = COPYINGS.filter(({ name }) => name !== 'other alphabet').flatMap(({ name, copy }) => {
      const made = copy(token, algorithm);
      return made === undefined ? [] : [{ name, made }];
    });
    expect(copies.map(({ name }) => name)).toEqual(possible);
    for (const { made } of copies) {
      expect(made).not.toBe(token);
      expect((await jwtVerify(made, pair?.publicKey ?? SECRET)).payload.jti).toBe('1');
    }
  });
});

test('the other alphabet stands for the same bytes', () => {
  const { copy } = COPYINGS.find(({ name }) => name === 'other alphabet')!;
  expect(copy('a.b.x-_y', 'HS256')).toBe('a.b.x+/y');
  expect(copy('a.b.xy', 'HS256')).toBeUndefined();
});
