import { partsOf, type TokenParts } from '../../src/probe/forge.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';

const SHAPES: readonly (readonly [name: string, shape: (parts: TokenParts) => string])[] = [
  ['empty signature', ({ header, payload }) => `${header}.${payload}.`],
  ['no signature', ({ header, payload }) => `${header}.${payload}`],
  ['no payload', ({ header, signature }) => `${header}..${signature}`],
  ['no header', ({ payload, signature }) => `.${payload}.${signature}`],
  ['one segment', ({ header }) => header],
  ['four segments', ({ header, payload, signature }) => `${header}.${payload}.${signature}.${signature}`],
  ['five segments', ({ header, payload, signature }) => `${header}.${payload}.${signature}..${signature}`],
];

/** The signature of these was there and right: lax parsing, but no way in. */
const SURPLUS: ReadonlySet<string> = new Set(['four segments', 'five segments']);

export const stripped = rejectionCheck({
  id: 'jwt/stripped',
  cases: ['JWT-S03'],
  title: 'A token whose signature or another segment is missing is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'A verifier that takes a missing signature for a valid one lets anyone write their own token.',
  remedy: 'Accept exactly three segments, and verify the signature of every token.',
  references: ['RFC 7515 section 5.2', 'RFC 8725 section 3.2'],
  sent: 'token with segments taken away or added',
  most: SHAPES.length,
  variants: () =>
    SHAPES.map(([name, shape]) => ({ name, token: async (mint) => shape(partsOf(await mint.valid())) })),
  severityOf: (accepted) => (accepted.every((name) => SURPLUS.has(name)) ? 'medium' : undefined),
});
