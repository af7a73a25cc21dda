import { referrerPolicy } from '../../../checks/headers/referrer-policy.ts';
import { declaring } from '../web.ts';
import { headerSuite } from './suite.ts';

headerSuite(
  referrerPolicy,
  'referrer-policy',
  {
    good: [
      undefined,
      'Same-Origin',
      'unsafe-url, strict-origin',
      ['origin', 'no-referrer'],
      'no-referrer, later-token',
    ],
    bad: ['unsafe-url', 'no-referrer, origin', 'no-referrer-when-downgrade'],
    severity: 'low',
  },
  {
    'fails when the exact value differs': {
      outcome: 'fail',
      against: declaring({ headers: { endpoints: ['items'], exact: { 'referrer-policy': 'same-origin' } } }),
    },
  },
);
