import { requiredClaims } from '../../../checks/jwt/required-claims.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(requiredClaims, {
  'fails when claims may be missing': { outcome: 'fail', service: { defect: 'required' } },
  'needs a list of claims': { outcome: 'not_applicable', against: declaring({ required: [] }) },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
