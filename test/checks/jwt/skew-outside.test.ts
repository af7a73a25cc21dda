import { skewOutside } from '../../../checks/jwt/skew-outside.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(skewOutside, {
  'fails with a wider tolerance': { outcome: 'fail', service: { defect: 'wide-skew' } },
  'leaves it open when the clocks are far apart': {
    outcome: 'inconclusive',
    service: { ahead: 6 },
    message: /clock/,
  },
  'follows a clock that is a little ahead': { outcome: 'pass', service: { ahead: 0.5 } },
  'needs a tolerance': { outcome: 'not_applicable', against: declaring({ tolerance: '0s' }) },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
