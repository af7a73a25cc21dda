import { replayConcurrent } from '../../../checks/jwt/replay-concurrent.ts';
import { suite, TROUBLED, undeclared } from './suite.ts';

suite(replayConcurrent, {
  ...TROUBLED,
  'fails when the store looks first and writes later': {
    outcome: 'fail',
    service: { defect: 'replay-race' },
    severity: 'high',
  },
  'is milder when nobody wins': { outcome: 'fail', service: { defect: 'replay-nobody' }, severity: 'medium' },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
