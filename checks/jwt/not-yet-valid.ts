import type { CheckContext } from '../../src/model/check.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';
import type { Variant } from '../../src/probe/jwt-observe.ts';

const HOUR = 3600;

export const notYetValid = rejectionCheck({
  id: 'jwt/not-yet-valid',
  cases: ['JWT-C02'],
  title: 'A token that is not valid yet is rejected',
  severity: 'high',
  kind: 'spec',
  why: 'A token that was made for later must not work now.',
  remedy: 'Verify nbf on every request that carries it, with no more than the declared tolerance.',
  references: ['RFC 7519 section 4.1.5'],
  sent: 'token that is not valid yet',
  most: 2,
  variants: (context) => [
    {
      name: 'valid in an hour',
      token: (mint, now) => mint.sign({ ...mint.claims(now), nbf: now + HOUR, exp: now + 2 * HOUR }),
    },
    ...withinLifetime(context),
  ],
});

/** An hour ahead may break the declared lifetime too, which would hide that nbf is not looked at. */
function withinLifetime({ policy }: CheckContext): Variant[] {
  const lifetime = (policy.jwt?.lifetime ?? 0) / 1000;
  const ahead = Math.floor(lifetime / 2);
  if (ahead < (policy.jwt?.tolerance ?? 0) / 1000 + 60) return [];
  return [
    {
      name: `valid in ${ahead} s`,
      token: (mint, now) =>
        mint.sign({ ...mint.claims(now), nbf: now + ahead, exp: now + Math.floor(lifetime) - 10 }),
    },
  ];
}
