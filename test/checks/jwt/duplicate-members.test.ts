import { duplicateMembers } from '../../../checks/jwt/duplicate-members.ts';
import { firstClaimsOf, isSigned } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(duplicateMembers, {
  'fails when the first of two members counts': {
    outcome: 'fail',
    service: { accepts: (token, { sign }) => (isSigned(token, sign) ? firstClaimsOf(token) : undefined) },
    message: /exp, .*iss, .*aud, .*alg/,
    severity: 'high',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
