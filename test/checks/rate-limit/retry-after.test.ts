import { retryAfter } from '../../../checks/rate-limit/retry-after.ts';
import { HEADERS } from './service.ts';
import { suite } from './suite.ts';

suite(retryAfter, {
  'fails without Retry-After': {
    outcome: 'fail',
    service: { headers: HEADERS.none },
    message: /no Retry-After/,
  },
  'passes without it where it is not promised': {
    outcome: 'pass',
    service: { headers: HEADERS.none, declared: { retryAfter: false } },
  },
  'fails on text': {
    outcome: 'fail',
    service: { headers: () => ({ 'Retry-After': 'soon' }) },
    message: /"soon"/,
  },
  'fails on a time before the reset of a fixed window': {
    outcome: 'fail',
    service: {
      declared: { algorithm: 'fixed-window' },
      headers: () => ({ 'Retry-After': '0', 'RateLimit-Reset': '2', 'RateLimit-Limit': '20' }),
    },
    message: /earlier than the reset/,
  },
  'lets buckets have room before they are full': {
    outcome: 'pass',
    service: {
      headers: () => ({ 'Retry-After': '0', 'RateLimit-Reset': '2', 'RateLimit-Limit': '20' }),
    },
    message: /served carry Retry-After too/,
  },
});
