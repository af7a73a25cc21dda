import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { MALFORMED_EXPIRY } from '../../src/probe/tokens/sections/time.ts';

export const malformedExpiry = tokenCheck({
  id: 'jwt/malformed-expiry',
  cases: ['JWT-C09'],
  title: 'A token whose expiry is no number is rejected',
  severity: 'medium',
  kind: 'spec',
  why: 'A date that cannot be compared is never in the past: such a token never expires.',
  remedy: 'Reject tokens whose exp or nbf is there but no number.',
  references: ['RFC 7519 sections 2 and 4.1.4'],
  section: MALFORMED_EXPIRY,
  sent: 'token whose expiry is no number',
});
