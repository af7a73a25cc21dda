import { type } from '../../../checks/jwt/type.ts';
import { claimsOf, isSigned } from './lax.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(type, {
  'fails when typ is not looked at': {
    outcome: 'fail',
    service: {
      accepts: (token, { sign }) => (isSigned(token, sign) ? claimsOf(token) : undefined),
      type: 'at+jwt',
    },
    against: declaring({ type: 'at+jwt' }),
    severity: 'medium',
  },
  'passes when it is': {
    outcome: 'pass',
    service: { type: 'at+jwt' },
    against: declaring({ type: 'at+jwt' }),
  },
  'does not apply where nothing is declared': { outcome: 'not_applicable', message: /at\+jwt/ },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
