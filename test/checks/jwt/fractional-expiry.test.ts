import { fractionalExpiry } from '../../../checks/jwt/fractional-expiry.ts';
import { suite, undeclared } from './suite.ts';

suite(fractionalExpiry, {
  'fails when dates must be whole': {
    outcome: 'fail',
    service: { refuses: ({ exp }) => !Number.isInteger(exp) },
    severity: 'low',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
