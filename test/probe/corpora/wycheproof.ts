import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { verificationKeyOf } from '../../../src/probe/tokens/jwk.ts';
import { faultOf } from '../../../src/probe/tokens/verdict.ts';

const Corpus = z.object({
  testGroups: z.array(
    z.object({
      public: z.record(z.string(), z.unknown()).optional(),
      private: z.record(z.string(), z.unknown()),
      tests: z.array(
        z.object({
          tcId: z.int(),
          comment: z.string(),
          jws: z.string(),
          result: z.enum(['valid', 'invalid']),
        }),
      ),
    }),
  ),
});

/** Where the corpus contradicts a standard, or itself: what is found instead, and why. */
const OTHERWISE: Readonly<Record<number, readonly [found: 'valid' | 'invalid', why: string]>> = {
  346: ['invalid', 'the JWK says PS256, the token is signed by PS384 (RFC 7517 section 4.4)'],
  350: ['invalid', 'the JWK says PS256, the token is signed by PS384 (RFC 7517 section 4.4)'],
  367: ['valid', 'the same text as vector 357, which is listed as valid: its padding is lost'],
  370: ['valid', 'the same text as vector 357, which is listed as valid: its padding is lost'],
  372: ['invalid', 'a question mark in the header (RFC 7515 sections 2 and 5.2)'],
  373: ['invalid', 'a question mark in the payload (RFC 7515 sections 2 and 5.2)'],
};

/** Every vector of C2SP/wycheproof (Apache-2.0), testvectors_v1/json_web_signature_test.json, is classified. */
export function wycheproof(file: string): void {
  const groups = Corpus.parse(JSON.parse(readFileSync(file, 'utf8'))).testGroups;

  test('are all there', () => {
    expect(groups.flatMap(({ tests }) => tests).length).toBeGreaterThanOrEqual(401);
  });

  test('are classified as listed, but for those that a standard contradicts', () => {
    const wrong = groups.flatMap(({ public: shared, private: own, tests }) => {
      const key = verificationKeyOf((shared ?? own) as Parameters<typeof verificationKeyOf>[0]);
      return tests.flatMap(({ tcId, comment, jws, result }) => {
        const fault = faultOf(jws, key);
        const found = fault === undefined ? 'valid' : 'invalid';
        return found === (OTHERWISE[tcId]?.[0] ?? result) ? [] : [`${tcId} ${comment}: ${fault}`];
      });
    });
    expect(wrong).toEqual([]);
  });
}
