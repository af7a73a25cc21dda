import { challenge } from '../../../checks/jwt/challenge.ts';
import { suite, undeclared } from './suite.ts';

suite(challenge, {
  'fails when a 401 says nothing': {
    outcome: 'fail',
    service: { rejection: { headers: {} } },
    severity: 'low',
  },
  'passes with another scheme than Bearer': {
    outcome: 'pass',
    service: { rejection: { headers: { 'www-authenticate': 'DPoP algs="ES256"' } } },
  },
  'leaves it open where nothing is answered 401': {
    outcome: 'inconclusive',
    service: { rejection: { status: 403 } },
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
