import { algorithmAllowList } from '../../../checks/jwt/algorithm-allow-list.ts';
import { claimsOf, isSigned } from './lax.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(algorithmAllowList, {
  'fails when the secret signs by another hash': {
    outcome: 'fail',
    service: { accepts: (token, { sign }) => (isSigned(token, sign) ? claimsOf(token) : undefined) },
    against: declaring({ algorithms: ['HS256'] }),
    message: /HS384, HS512/,
    severity: 'medium',
  },
  'passes where an RSA key serves one algorithm': {
    outcome: 'pass',
    service: { algorithm: 'RS256' },
    against: declaring({ algorithms: ['RS256'] }),
    message: /5 tried/,
  },
  'does not apply to a key that can do no other': {
    outcome: 'not_applicable',
    service: { algorithm: 'ES256' },
    against: declaring({ algorithms: ['ES256'] }),
  },
  'does not apply where nothing is declared': { outcome: 'not_applicable', message: /algorithms/ },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
