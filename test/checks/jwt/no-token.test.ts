import { noToken } from '../../../checks/jwt/no-token.ts';
import { declaring, suite, TROUBLED, undeclared } from './suite.ts';

suite(noToken, {
  ...TROUBLED,
  'fails without token': { outcome: 'fail', service: { defect: 'open' }, message: /no token/ },
  'fails on garbage': { outcome: 'fail', service: { defect: 'garbage' }, message: /garbage|null/ },
  'leaves 200 with an error open': { outcome: 'inconclusive', service: { defect: 'soft' } },
  'is not applicable to an unsafe endpoint': {
    outcome: 'not_applicable',
    against: declaring({ endpoint: 'task' }),
    message: /safe: true/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
