import { algorithmConfusion } from '../../../checks/jwt/algorithm-confusion.ts';
import { suite, undeclared } from './suite.ts';

suite(algorithmConfusion, {
  'fails when the public key serves as secret': {
    outcome: 'fail',
    service: { algorithm: 'RS256', defect: 'confusion' },
    message: /SPKI PEM/,
    severity: 'critical',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
  'does not apply to HMAC': { outcome: 'not_applicable', message: /HS256/ },
});
