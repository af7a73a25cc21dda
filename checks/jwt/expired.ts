import type { CheckContext } from '../../src/model/check.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';
import type { Mint } from '../../src/probe/jwt-mint.ts';
import type { Variant } from '../../src/probe/jwt-observe.ts';

const HOUR = 3600;
const VALIDITY = 60;

export const expired = rejectionCheck({
  id: 'jwt/expired',
  cases: ['JWT-C01'],
  title: 'An expired token is rejected',
  severity: 'critical',
  kind: 'spec',
  why: 'A token that never expires is good for whoever finds it in a log.',
  remedy: 'Verify exp on every request, with no more than the declared tolerance.',
  references: ['RFC 7519 section 4.1.4'],
  sent: 'expired token',
  most: 2,
  variants: ({ policy }) => [
    { name: 'expired an hour ago', token: (mint, now) => expiredAt(mint, now - HOUR) },
    ...recent({ policy }),
  ],
});

/** Only where the tolerance is declared: libraries allow up to a minute by themselves. */
function recent({ policy }: Pick<CheckContext, 'policy'>): Variant[] {
  const tolerance = (policy.jwt?.tolerance ?? 0) / 1000;
  if (tolerance === 0) return [];
  const ago = Math.ceil(tolerance) + 30;
  return [{ name: `expired ${ago} s ago`, token: (mint, now) => expiredAt(mint, now - ago) }];
}

function expiredAt(mint: Mint, exp: number): Promise<string> {
  const issued = exp - VALIDITY;
  return mint.sign({ ...mint.claims(), iat: issued, nbf: issued, exp });
}
