import { serialization } from '../../../checks/jwt/serialization.ts';
import { decrypted, fromJson } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(serialization, {
  'fails when a JWS in JSON is taken': {
    outcome: 'fail',
    service: { accepts: (token, { sign }) => fromJson(token, sign) },
    message: /flattened/,
    severity: 'high',
  },
  'fails when tokens are decrypted rather than verified': {
    outcome: 'fail',
    service: { algorithm: 'RS256', accepts: (token, { sign }) => decrypted(token, sign) },
    message: /encrypted to the public key/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
