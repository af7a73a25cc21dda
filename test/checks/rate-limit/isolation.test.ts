import { isolation } from '../../../checks/rate-limit/isolation.ts';
import { suite } from './suite.ts';

suite(isolation, {
  'fails when all clients share a bucket': {
    outcome: 'fail',
    service: { key: () => 'everyone' },
    message: /together were served 20/,
  },
  'does not apply to limits by address': {
    outcome: 'not_applicable',
    service: { declared: { scope: 'ip' } },
    message: /by address/,
  },
  'is not misled by an undeclared limit on all traffic': {
    outcome: 'inconclusive',
    service: { key: () => 'everyone', quota: 32, declared: { quota: 20 } },
  },
});
