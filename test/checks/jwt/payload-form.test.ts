import { payloadForm } from '../../../checks/jwt/payload-form.ts';
import { isSigned, merged } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(payloadForm, {
  'fails when a list of claims is taken for claims': {
    outcome: 'fail',
    service: { accepts: (token, { sign }) => (isSigned(token, sign) ? merged(token) : undefined) },
    message: /an array/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
