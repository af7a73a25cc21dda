import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { ISSUED_LATER } from '../../src/probe/tokens/sections/time.ts';

export const issuedLater = tokenCheck({
  id: 'jwt/issued-later',
  cases: ['JWT-C03'],
  title: 'A token that was issued in the future is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'An issuer whose clock is far ahead makes tokens that outlive their declared age.',
  remedy: 'Reject tokens whose iat is further ahead than the declared tolerance.',
  references: ['RFC 7519 section 4.1.6'],
  section: ISSUED_LATER,
  sent: 'token issued in the future',
});
