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
  'fails on a time before the reset': {
    outcome: 'fail',
    service: { headers: () => ({ 'Retry-After': '1', 'RateLimit-Reset': '30', 'RateLimit-Limit': '20' }) },
    message: /earlier than the reset/,
  },
});
