import { tampered } from '../../../checks/jwt/tampered.ts';
import { suite, undeclared } from './suite.ts';

suite(tampered, {
  'fails when nothing is verified': { outcome: 'fail', service: { defect: 'unverified' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
