import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { FRACTIONAL_EXPIRY } from '../../src/probe/tokens/sections/time.ts';

export const fractionalExpiry = tokenCheck({
  id: 'jwt/fractional-expiry',
  cases: ['JWT-C12'],
  title: 'A token that expires at a fraction of a second is accepted',
  severity: 'low',
  kind: 'spec',
  why: 'Dates in tokens may have fractions: some issuers write them, and their clients are turned away.',
  remedy: 'Compare exp and nbf as numbers, not as integers.',
  references: ['RFC 7519 section 2'],
  section: FRACTIONAL_EXPIRY,
  sent: 'token that expires at a fraction of a second',
  want: 'accepted',
});
