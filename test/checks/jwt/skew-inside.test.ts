import { skewInside } from '../../../checks/jwt/skew-inside.ts';
import { declaring, suite, TROUBLED, undeclared } from './suite.ts';

suite(skewInside, {
  ...TROUBLED,
  'fails without tolerance': { outcome: 'fail', service: { defect: 'no-skew' }, severity: 'low' },
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
