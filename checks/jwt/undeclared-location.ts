import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { UNDECLARED_LOCATION } from '../../src/probe/tokens/sections/transport.ts';

export const undeclaredLocation = tokenCheck({
  id: 'jwt/undeclared-location',
  cases: ['JWT-T03'],
  title: 'A token outside the declared locations is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'A token in a URL ends up in logs and histories; one in a cookie is sent along by other sites.',
  remedy: 'Look for tokens where the service declares them, and nowhere else.',
  references: ['RFC 6750 section 2.3', 'RFC 9700 section 4.3.2'],
  section: UNDECLARED_LOCATION,
  sent: 'token in an undeclared location',
});
