import { lifetime } from '../../../checks/jwt/lifetime.ts';
import { claimsOf, isSigned } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(lifetime, {
  'fails when any lifetime will do': { outcome: 'fail', service: { defect: 'lifetime' } },
  'fails when infinity is a date': {
    outcome: 'fail',
    service: {
      accepts: (token, { sign }) =>
        isSigned(token, sign) && claimsOf(token).exp === Number.POSITIVE_INFINITY
          ? claimsOf(token)
          : undefined,
    },
    profile: 'deep',
    message: /1e999/,
  },
  'is mild where milliseconds alone are let through': {
    outcome: 'fail',
    service: {
      accepts: (token, { sign }) =>
        isSigned(token, sign) && Number(claimsOf(token).exp) > 1e12 && claimsOf(token).exp! < 1e15
          ? claimsOf(token)
          : undefined,
    },
    cases: ['JWT-C11'],
    severity: 'low',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
