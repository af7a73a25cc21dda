import { recovery } from '../../../checks/rate-limit/recovery.ts';
import { heldUp, limiterOf } from './limiters.ts';
import { HEADERS, QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(recovery, {
  'fails when Retry-After is too early': {
    outcome: 'fail',
    service: { window: 60_000, headers: () => ({ 'Retry-After': '1' }) },
    message: /not served again after 1s/,
  },
  'waits for the window where nothing is said': {
    outcome: 'pass',
    service: { headers: HEADERS.none },
    message: /after 2s/,
  },
  'leaves it open when it is asked much later than told': {
    outcome: 'inconclusive',
    service: {
      // After the first rejection: somebody else, the same client in another way, and the same client again.
      racing: heldUp(limiterOf('fixed', QUOTA, 2 * WINDOW), 3500, 3),
      declared: { algorithm: 'fixed-window' },
      headers: ({ admitted }): Record<string, string> => (admitted ? {} : { 'Retry-After': '1' }),
    },
    message: /told to wait 1s and served, but so much later/,
  },
  'leaves an escalation alone': {
    outcome: 'inconclusive',
    service: { headers: () => ({ 'Retry-After': '3600' }) },
    message: /much longer/,
  },
  'says when the wait is longer than a check may take': {
    outcome: 'inconclusive',
    service: { declared: { window: '10m' } },
    message: /needs to wait 10m.*maxWait is 5m/,
  },
});
