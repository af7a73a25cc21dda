import { replay } from '../../../checks/jwt/replay.ts';
import { suite, TROUBLED, undeclared } from './suite.ts';

suite(replay, {
  ...TROUBLED,
  'fails when jti is not remembered': { outcome: 'fail', service: { defect: 'replay' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
