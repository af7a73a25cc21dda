import { weakSecret } from '../../../checks/jwt/weak-secret.ts';
import { claimsOf, isSigned } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(weakSecret, {
  'fails when a blank secret signs': {
    outcome: 'fail',
    service: { accepts: (token) => (isSigned(token, '') ? claimsOf(token) : undefined) },
    message: /blank/,
  },
  'fails when the issuer signs by a common secret, without a request for it': {
    outcome: 'fail',
    service: { accepts: (token) => (isSigned(token, 'secret') ? claimsOf(token) : undefined) },
    against: (against) => ({
      ...against,
      pools: { agents: { ...against.pools!['agents']!, key: 'secret' } as never },
    }),
    message: /list of common/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
