import { audience } from '../../../checks/jwt/audience.ts';
import { suite, undeclared } from './suite.ts';

suite(audience, {
  'fails when aud is not looked at': { outcome: 'fail', service: { defect: 'aud' } },
  'fails when a prefix is enough': {
    outcome: 'fail',
    service: { defect: 'aud-prefix' },
    message: /more text/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
