import { disclosure } from '../../../checks/jwt/disclosure.ts';
import { suite, undeclared } from './suite.ts';
import { ISSUER } from './verifier.ts';

suite(disclosure, {
  'fails when a stack is told': {
    outcome: 'fail',
    service: {
      rejection: { body: (error) => ({ error: 'no', stack: (error as Error | undefined)?.stack }) },
    },
    message: /stack/,
    severity: 'low',
  },
  'fails when the expected issuer is told': {
    outcome: 'fail',
    service: {
      rejection: { body: (error) => ({ error: /iss/.test(String(error)) ? `expected ${ISSUER}` : 'no' }) },
    },
    message: /expected values/,
  },
  'passes where every answer names the issuer': {
    outcome: 'pass',
    service: { rejection: { body: () => ({ login: `${ISSUER}/login` }) } },
  },
  'passes where the reason is told in words': {
    outcome: 'pass',
    service: { rejection: { body: (error) => ({ error: String(error) }) } },
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
