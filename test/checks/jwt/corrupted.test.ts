import { corrupted } from '../../../checks/jwt/corrupted.ts';
import { suite, undeclared } from './suite.ts';

suite(corrupted, {
  'fails when half the signature will do': { outcome: 'fail', service: { defect: 'half-signature' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
