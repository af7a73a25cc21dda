import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { EXPIRED } from '../../src/probe/tokens/sections/time.ts';

export const expired = tokenCheck({
  id: 'jwt/expired',
  cases: ['JWT-C01'],
  title: 'An expired token is rejected',
  severity: 'critical',
  kind: 'spec',
  profile: 'quick',
  why: 'A token that never expires is good for whoever finds it in a log.',
  remedy: 'Verify exp on every request, with no more than the declared tolerance.',
  references: ['RFC 7519 section 4.1.4'],
  section: EXPIRED,
  sent: 'expired token',
});
