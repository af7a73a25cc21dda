import { rejectionCheck } from '../../src/probe/jwt-check.ts';
import type { Variant } from '../../src/probe/jwt-observe.ts';

export const audience = rejectionCheck({
  id: 'jwt/audience',
  cases: ['JWT-C05'],
  title: 'A token for another audience is rejected',
  severity: 'high',
  kind: 'exploit',
  why: 'A token that another service was given could be played back here.',
  remedy: 'Require the declared audience to be aud, or one of its members, character by character.',
  references: ['RFC 7519 section 4.1.3', 'RFC 8725 section 3.9'],
  sent: 'token whose audience is not the declared one',
  most: 5,
  needs: ({ policy }) => (policy.jwt?.audience === undefined ? 'declare policy.jwt.audience' : undefined),
  variants: ({ policy }) => wrongAudiences(policy.jwt?.audience ?? ''),
});

function wrongAudiences(declared: string): Variant[] {
  const wrong: [name: string, aud: unknown][] = [
    ['another audience', 'https://audience.example'],
    ['no audience', undefined],
    ['no member', []],
    ['more text behind', `${declared}-evil`],
    ['another member', ['https://audience.example']],
  ];
  return wrong.map(([name, aud]) => ({ name, token: (mint) => mint.sign({ ...mint.claims(), aud }) }));
}
