import { decode, partsOf, segment } from '../../src/probe/forge.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';
import type { Mint } from '../../src/probe/jwt-mint.ts';

type Change = (json: Record<string, unknown>) => Record<string, unknown>;

export const tampered = rejectionCheck({
  id: 'jwt/tampered',
  cases: ['JWT-S05'],
  title: 'A token whose payload or header was changed after signing is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'Whoever can change the claims of a token can become anyone.',
  remedy: 'Verify the signature over the header and payload as they were received, before reading any claim.',
  references: ['RFC 7515 section 5.2', 'WSTG-SESS-10'],
  sent: 'token changed under its original signature',
  most: 4,
  variants: () => [
    {
      name: 'another subject',
      token: (mint) => inPayload(mint, (claims) => ({ ...claims, sub: `${mint.subject}-x` })),
    },
    {
      name: 'a claim added',
      token: (mint) => inPayload(mint, (claims) => ({ ...claims, 'canary-gate': true })),
    },
    {
      name: 'another expiry',
      token: (mint) => inPayload(mint, (claims) => ({ ...claims, exp: Number(claims['exp']) - 1 })),
    },
    {
      name: 'a header member added',
      token: (mint) => inHeader(mint, (header) => ({ ...header, 'x-canary-gate': 1 })),
    },
  ],
});

async function inPayload(mint: Mint, change: Change): Promise<string> {
  const { header, payload, signature } = partsOf(await mint.valid());
  return `${header}.${segment(change(decode(payload)))}.${signature}`;
}

async function inHeader(mint: Mint, change: Change): Promise<string> {
  const { header, payload, signature } = partsOf(await mint.valid());
  return `${segment(change(decode(header)))}.${payload}.${signature}`;
}
