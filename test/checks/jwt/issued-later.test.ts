import { issuedLater } from '../../../checks/jwt/issued-later.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(issuedLater, {
  'fails when iat is not looked at, though declared': {
    outcome: 'fail',
    against: declaring({ issuedAt: 'past' }),
    severity: 'medium',
  },
  'passes where it is': {
    outcome: 'pass',
    service: { refuses: ({ iat = 0 }) => iat > Date.now() / 1000 + 10 },
    against: declaring({ issuedAt: 'past' }),
  },
  'does not apply where nothing is declared': { outcome: 'not_applicable', message: /RFC 7519/ },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
