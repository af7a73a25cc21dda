import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { REQUIRED_CLAIMS } from '../../src/probe/tokens/sections/parties.ts';

export const requiredClaims = tokenCheck({
  id: 'jwt/required-claims',
  cases: ['JWT-C07'],
  title: 'A token without a required claim is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'Rules about expiry, replay and audit only bind tokens that carry the claims for them.',
  remedy: 'Require the declared claims to be present before looking at their values.',
  references: ['RFC 7519 section 4.1', 'RFC 9068 section 2.2'],
  section: REQUIRED_CLAIMS,
  sent: 'token without a required claim',
});
