import { lifetime } from '../../../checks/jwt/lifetime.ts';
import { suite, undeclared } from './suite.ts';

suite(lifetime, {
  'fails when any lifetime will do': { outcome: 'fail', service: { defect: 'lifetime' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
