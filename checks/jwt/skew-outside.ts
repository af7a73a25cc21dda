import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { judgeClock } from '../../src/probe/tokens/clock.ts';
import { SKEW_OUTSIDE } from '../../src/probe/tokens/sections/skew.ts';

export const skewOutside = tokenCheck({
  id: 'jwt/skew-outside',
  cases: ['JWT-C14'],
  title: 'A token that is off by more than the declared clock skew is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'A tolerance wider than declared keeps expired tokens alive.',
  remedy: 'Verify exp and nbf with the declared tolerance and no more.',
  references: ['RFC 7519 sections 4.1.4 and 4.1.5'],
  section: SKEW_OUTSIDE,
  sent: 'token beyond the declared clock skew',
  judge: judgeClock,
  slowIsSilent: true,
});
