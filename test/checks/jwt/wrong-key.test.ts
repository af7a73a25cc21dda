import { wrongKey } from '../../../checks/jwt/wrong-key.ts';
import { suite, undeclared } from './suite.ts';

suite(wrongKey, {
  'fails when any key of the right kind will do': {
    outcome: 'fail',
    service: { algorithm: 'ES256', defect: 'unverified' },
    severity: 'critical',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
