import { notTooStrict } from '../../../checks/rate-limit/not-too-strict.ts';
import { heldUp, limiterOf } from './limiters.ts';
import { WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(notTooStrict, {
  'fails on a smaller quota': {
    outcome: 'fail',
    service: { quota: 12 },
    message: /after 12 requests, where 20 in 2s/,
  },
  'fails on one less than a promised fixed window': {
    outcome: 'fail',
    service: { quota: 19, declared: { algorithm: 'fixed-window' } },
  },
  'is lenient by one where nothing is promised': { outcome: 'pass', service: { quota: 19 } },
  'passes a bucket that admits at the pace': { outcome: 'pass', service: { kind: 'leaky' }, message: /pace/ },
  'leaves it open when it is served again in a new window': {
    outcome: 'inconclusive',
    service: { racing: heldUp(limiterOf('fixed', 2, WINDOW), WINDOW) },
    message: /after 2 requests, .* the window ended/,
  },
  'fails a bucket where a fixed window is promised': {
    outcome: 'fail',
    service: { kind: 'leaky', declared: { algorithm: 'fixed-window' } },
  },
  'leaves it open when another declared limit is named': {
    outcome: 'inconclusive',
    service: { quota: 12 },
    against: (against) => ({
      ...against,
      policy: {
        limits: [
          ...against.policy.limits!,
          {
            name: 'small',
            endpoint: 'limited',
            identity: 'agents',
            quota: 12,
            window: '2s',
            scope: 'subject',
          },
        ],
      },
    }),
    message: /small/,
  },
});
