import { embeddedKey } from '../../../checks/jwt/embedded-key.ts';
import { byAddress, byCertificate, byKey, headerOf } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(embeddedKey, {
  'fails when the key in the header counts': {
    outcome: 'fail',
    service: { algorithm: 'RS256', accepts: (token) => byKey(token, headerOf(token)['jwk']) },
    cases: ['JWT-S10'],
  },
  'fails when a secret in the header counts': {
    outcome: 'fail',
    service: { accepts: (token) => byKey(token, headerOf(token)['jwk']) },
    cases: ['JWT-S10'],
    message: /secret/,
  },
  'fails when the certificate in the header counts': {
    outcome: 'fail',
    service: { algorithm: 'ES256', accepts: (token) => byCertificate(token, headerOf(token)['x5c']) },
    cases: ['JWT-S10'],
    message: /x5c/,
  },
  'fails when the header says where the keys are': {
    outcome: 'fail',
    service: { algorithm: 'EdDSA', accepts: (token) => byAddress(token, headerOf(token)['jku']) },
    cases: ['JWT-S11'],
    severity: 'critical',
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
