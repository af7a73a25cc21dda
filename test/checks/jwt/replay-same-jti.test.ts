import { replaySameJti } from '../../../checks/jwt/replay-same-jti.ts';
import { suite, undeclared } from './suite.ts';

suite(replaySameJti, {
  'fails when the text of the token is remembered': { outcome: 'fail', service: { defect: 'replay-text' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
