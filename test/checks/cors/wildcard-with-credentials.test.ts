import { wildcardWithCredentials } from '../../../checks/cors/wildcard-with-credentials.ts';
import { suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

const both = { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' };

suite(wildcardWithCredentials, {
  ...CORRECT,
  'fails when both are sent': {
    outcome: 'fail',
    severity: 'medium',
    web: { cors: () => ({ headers: both }) },
  },
  'fails without a policy too': {
    outcome: 'fail',
    against: undeclared,
    web: { cors: () => ({ headers: both }) },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply where nothing may be read': {
    outcome: 'not_applicable',
    against: (against) => ({ ...against, policy: {}, endpoints: {} }),
  },
});
