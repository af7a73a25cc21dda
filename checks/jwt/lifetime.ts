import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { LIFETIME } from '../../src/probe/tokens/sections/time.ts';

export const lifetime = tokenCheck({
  id: 'jwt/lifetime',
  cases: ['JWT-C10', 'JWT-C11'],
  title: 'A token that lives longer than allowed is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'A lifetime that only the issuer keeps is no limit: one careless issuer makes tokens that last for years.',
  remedy: 'Reject tokens whose exp - iat is above the declared lifetime.',
  references: ['RFC 8725 section 3.10', 'OWASP JSON Web Token Cheat Sheet'],
  section: LIFETIME,
  sent: 'token with a lifetime above the allowed one',
  severities: { 'JWT-C10': 'medium', 'JWT-C11': 'low' },
});
