import { stripped } from '../../../checks/jwt/stripped.ts';
import { suite, undeclared } from './suite.ts';

suite(stripped, {
  'fails on a missing signature': {
    outcome: 'fail',
    service: { defect: 'unsigned' },
    message: /empty signature/,
    severity: 'critical',
  },
  'is milder about surplus segments': { outcome: 'fail', service: { defect: 'surplus' }, severity: 'medium' },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
