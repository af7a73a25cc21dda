import { psychicSignature } from '../../../checks/jwt/psychic-signature.ts';
import { claimsOf, signatureOf } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(psychicSignature, {
  'fails when zeros are a signature': {
    outcome: 'fail',
    service: {
      algorithm: 'ES256',
      accepts: (token) =>
        signatureOf(token).length === 64 && signatureOf(token).every((byte) => byte === 0)
          ? claimsOf(token)
          : undefined,
    },
    message: /r = 0, s = 0/,
    severity: 'critical',
  },
  'fails when numbers above the order are one': {
    outcome: 'fail',
    service: {
      algorithm: 'ES384',
      accepts: (token) => (signatureOf(token)[0] === 0xff && claimsOf(token)) || undefined,
    },
    profile: 'deep',
    message: /r = n/,
  },
  'does not apply to HMAC': { outcome: 'not_applicable', message: /HS256/ },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
