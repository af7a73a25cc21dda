import { keyId } from '../../../checks/jwt/key-id.ts';
import { claimsOf, isSigned, kidOf } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(keyId, {
  'fails when the kid is a path': {
    outcome: 'fail',
    service: {
      accepts: (token) =>
        kidOf(token).endsWith('/dev/null') && isSigned(token, '') ? claimsOf(token) : undefined,
    },
    cases: ['JWT-S12'],
  },
  'fails when the kid is part of a query': {
    outcome: 'fail',
    service: {
      accepts: (token) =>
        kidOf(token).includes("SELECT '1'") && isSigned(token, '1') ? claimsOf(token) : undefined,
    },
    cases: ['JWT-S13'],
  },
  'fails when a kid that is not known goes unverified': {
    outcome: 'fail',
    service: {
      algorithm: 'PS256',
      accepts: (token) => (kidOf(token).endsWith('unknown') ? claimsOf(token) : undefined),
    },
    cases: ['JWT-S14'],
  },
  'fails when members of an object count as keys': {
    outcome: 'fail',
    service: {
      accepts: (token) =>
        isSigned(token, String(({} as Record<string, unknown>)[kidOf(token)])) ? claimsOf(token) : undefined,
    },
    profile: 'deep',
    cases: ['JWT-S14'],
    message: /__proto__/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
