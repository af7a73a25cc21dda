import { isolation } from '../../../checks/rate-limit/isolation.ts';
import { heldUp, limiterOf } from './limiters.ts';
import { HEADERS, QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(isolation, {
  'fails when all clients share a bucket': {
    outcome: 'fail',
    service: { key: () => 'everyone' },
    message: /together were served 20/,
  },
  'leaves it open when the window ends before another is asked': {
    outcome: 'inconclusive',
    service: { key: () => 'everyone', racing: heldUp(limiterOf('fixed', QUOTA, WINDOW), WINDOW) },
    message: /the window ended before another subject/,
  },
  'is not misled by a place of the shared bucket that came back': {
    outcome: 'inconclusive',
    service: {
      key: () => 'everyone',
      headers: HEADERS.bare,
      racing: heldUp(limiterOf('bucket', 1.3 * QUOTA, 1.3 * WINDOW), (1.5 * WINDOW) / QUOTA),
    },
    message: /not for a bucket that both share/,
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
