import { base64url } from '../../../checks/jwt/base64url.ts';
import { claimsOf, isSigned } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(base64url, {
  'fails when foreign characters are skipped': {
    outcome: 'fail',
    service: { accepts: (token, { sign }) => (isSigned(token, sign) ? claimsOf(token) : undefined) },
    severity: 'low',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
