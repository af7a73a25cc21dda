import { malformedExpiry } from '../../../checks/jwt/malformed-expiry.ts';
import { claimsOf, isSigned } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(malformedExpiry, {
  'fails when text is a date': {
    outcome: 'fail',
    service: {
      accepts: (token, { sign }) =>
        isSigned(token, sign) && typeof claimsOf(token).exp === 'string' ? claimsOf(token) : undefined,
    },
    message: /a number as text, exp text/,
    severity: 'medium',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
