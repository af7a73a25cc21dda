import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { judgeClock } from '../../src/probe/tokens/clock.ts';
import { SKEW_INSIDE } from '../../src/probe/tokens/sections/skew.ts';

export const skewInside = tokenCheck({
  id: 'jwt/skew-inside',
  cases: ['JWT-C13'],
  title: 'A token that is off by less than the declared clock skew is accepted',
  severity: 'low',
  kind: 'policy',
  why: 'Clocks differ: without tolerance, honest clients are turned away at random.',
  remedy: 'Verify exp and nbf with the declared tolerance.',
  references: ['RFC 7519 sections 4.1.4 and 4.1.5'],
  section: SKEW_INSIDE,
  sent: 'token within the declared clock skew',
  want: 'accepted',
  judge: judgeClock,
  slowIsSilent: true,
});
