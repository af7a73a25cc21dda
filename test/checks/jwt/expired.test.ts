import { expired } from '../../../checks/jwt/expired.ts';
import { suite, undeclared } from './suite.ts';

suite(expired, {
  'fails when exp is not looked at': { outcome: 'fail', service: { defect: 'exp' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
