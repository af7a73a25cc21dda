import { notYetValid } from '../../../checks/jwt/not-yet-valid.ts';
import { suite, undeclared } from './suite.ts';

suite(notYetValid, {
  'fails when nbf is not looked at': { outcome: 'fail', service: { defect: 'nbf' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
