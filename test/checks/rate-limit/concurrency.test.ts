import { concurrency } from '../../../checks/rate-limit/concurrency.ts';
import { halving, racing } from './limiters.ts';
import { QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(concurrency, {
  'fails when requests are counted late': {
    outcome: 'fail',
    service: { racing: racing(QUOTA, WINDOW, 20), declared: { algorithm: 'fixed-window' } },
    message: /at the same moment/,
  },
  'passes when they are counted at once': { outcome: 'pass' },
  'leaves it open when no place was left to race for': {
    outcome: 'inconclusive',
    service: { limiter: halving(QUOTA, WINDOW), declared: { algorithm: 'fixed-window' } },
    message: /no place was left/,
  },
  'does not ask where counts are declared as approximate': {
    outcome: 'not_applicable',
    service: { declared: { approximate: true } },
  },
});
