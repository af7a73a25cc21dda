import { fullReset } from '../../../checks/rate-limit/full-reset.ts';
import { halving, slowedAfter } from './limiters.ts';
import { HEADERS, QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(fullReset, {
  'fails when a client that exceeded gets less': {
    outcome: 'fail',
    service: { limiter: halving(QUOTA, WINDOW), declared: { algorithm: 'fixed-window' } },
    message: /only 10 and 10 requests/,
  },
  'leaves it open when two windows made up a whole quota': {
    outcome: 'inconclusive',
    service: {
      racing: slowedAfter(halving(QUOTA, WINDOW), 210),
      declared: { algorithm: 'fixed-window' },
    },
    message: /the window ended before its quota was used up/,
  },
  'gives counters that slide the time that they need': {
    outcome: 'pass',
    service: { kind: 'sliding-counter', headers: HEADERS.bare },
  },
});
