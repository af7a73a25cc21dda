import { rejectionCheck } from '../../src/probe/jwt-check.ts';
import type { Variant } from '../../src/probe/jwt-observe.ts';

export const issuer = rejectionCheck({
  id: 'jwt/issuer',
  cases: ['JWT-C04'],
  title: 'A token of another issuer is rejected',
  severity: 'high',
  kind: 'exploit',
  why: 'A key that several issuers share, or a comparison that is too loose, lets in tokens made for something else.',
  remedy: 'Compare iss with the declared issuer: one text, character by character.',
  references: ['RFC 7519 section 4.1.1', 'RFC 8725 section 3.8', 'CVE-2025-30144'],
  sent: 'token whose issuer is not the declared one',
  most: 6,
  needs: ({ policy }) => (policy.jwt?.issuer === undefined ? 'declare policy.jwt.issuer' : undefined),
  variants: ({ policy }) => wrongIssuers(policy.jwt?.issuer ?? ''),
});

function wrongIssuers(declared: string): Variant[] {
  const wrong: [name: string, iss: unknown][] = [
    ['another issuer', 'https://issuer.example'],
    ['no issuer', undefined],
    ['a slash more or less', declared.endsWith('/') ? declared.slice(0, -1) : `${declared}/`],
    ['upper case', declared.toUpperCase()],
    ['more text behind', `${declared}EVIL`],
    ['the right issuer among others', [declared, 'https://issuer.example']],
  ];
  return wrong
    .filter(([, iss]) => iss !== declared)
    .map(([name, iss]) => ({ name, token: (mint) => mint.sign({ ...mint.claims(), iss }) }));
}
