import { notTooStrict } from '../../../checks/rate-limit/not-too-strict.ts';
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
