import { forge, partsOf } from '../../src/probe/forge.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';
import type { Mint } from '../../src/probe/jwt-mint.ts';
import type { Variant } from '../../src/probe/jwt-observe.ts';

const ALGORITHMS: readonly (readonly [name: string, header: Readonly<Record<string, unknown>>])[] = [
  ['none', { alg: 'none' }],
  ['None', { alg: 'None' }],
  ['NONE', { alg: 'NONE' }],
  ['nOnE', { alg: 'nOnE' }],
  ['noNE', { alg: 'noNE' }],
  ['empty alg', { alg: '' }],
  ['null alg', { alg: null }],
  ['no alg', {}],
  ['alg in an array', { alg: ['none'] }],
];

export const algNone = rejectionCheck({
  id: 'jwt/alg-none',
  cases: ['JWT-S02'],
  title: 'A token that names no signature algorithm is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'A verifier that lets the token choose "none" lets anyone write their own token.',
  remedy: 'Verify with an allow-list of the one algorithm that the key is for; never take it from the token.',
  references: ['RFC 8725 sections 2.1 and 3.1', 'CVE-2015-9235'],
  sent: 'token with alg none, with and without a signature',
  most: ALGORITHMS.length * 2,
  variants: () => ALGORITHMS.flatMap(([name, header]) => pair(name, header)),
});

function pair(name: string, header: Readonly<Record<string, unknown>>): Variant[] {
  return [
    { name: `${name}, unsigned`, token: (mint) => unsigned(mint, header) },
    { name: `${name}, signature of another token`, token: (mint) => borrowed(mint, header) },
  ];
}

function unsigned(mint: Mint, header: Readonly<Record<string, unknown>>): string {
  return forge({ header: headerWith(mint, header), payload: mint.claims(), signWith: { kind: 'none' } });
}

async function borrowed(mint: Mint, header: Readonly<Record<string, unknown>>): Promise<string> {
  const claims = mint.claims();
  const { signature } = partsOf(await mint.sign(claims));
  return forge({
    header: headerWith(mint, header),
    payload: claims,
    signWith: { kind: 'copied', signature },
  });
}

function headerWith({ header }: Mint, changed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { alg: _, ...rest } = header;
  return { ...changed, ...rest };
}
