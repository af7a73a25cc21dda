import { issuer } from '../../../checks/jwt/issuer.ts';
import { suite, undeclared } from './suite.ts';

suite(issuer, {
  'fails when iss is not looked at': { outcome: 'fail', service: { defect: 'iss' } },
  'fails when one of several is enough': {
    outcome: 'fail',
    service: { defect: 'iss-array' },
    message: /among others/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
