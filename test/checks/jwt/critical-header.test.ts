import { criticalHeader } from '../../../checks/jwt/critical-header.ts';
import { claimsOf, headerOf, isSigned, plainClaimsOf } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(criticalHeader, {
  'fails when crit is not looked at': {
    outcome: 'fail',
    service: { accepts: (token, { sign }) => (isSigned(token, sign) ? claimsOf(token) : undefined) },
    cases: ['JWT-S16', 'JWT-S17', 'JWT-S18'],
    severity: 'medium',
  },
  'is mild where only a list counts': {
    outcome: 'fail',
    service: {
      accepts: (token, { sign }) =>
        typeof headerOf(token)['crit'] === 'string' && isSigned(token, sign) ? claimsOf(token) : undefined,
    },
    cases: ['JWT-S17'],
    severity: 'low',
  },
  'fails when a payload may stand as it is': {
    outcome: 'fail',
    service: {
      accepts: (token, { sign }) =>
        headerOf(token)['b64'] === false && isSigned(token, sign) ? plainClaimsOf(token) : undefined,
    },
    cases: ['JWT-S18'],
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
