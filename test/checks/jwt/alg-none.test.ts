import { algNone } from '../../../checks/jwt/alg-none.ts';
import { suite, TROUBLED, undeclared } from './suite.ts';

suite(algNone, {
  ...TROUBLED,
  'fails when the token may choose none': {
    outcome: 'fail',
    service: { defect: 'alg-none' },
    message: /nOnE/,
    severity: 'critical',
  },
  'leaves an open endpoint to no-token': {
    outcome: 'inconclusive',
    service: { defect: 'open' },
    message: /no-token/,
  },
  'leaves 200 with an error open': { outcome: 'inconclusive', service: { defect: 'soft' } },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
