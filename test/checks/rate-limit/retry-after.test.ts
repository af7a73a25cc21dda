import { setTimeout as sleep } from 'node:timers/promises';
import { retryAfter } from '../../../checks/rate-limit/retry-after.ts';
import { limiterOf } from './limiters.ts';
import { HEADERS, QUOTA, WINDOW } from './service.ts';
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
  'leaves a date open that was written long before the answer': {
    outcome: 'inconclusive',
    service: {
      declared: { algorithm: 'fixed-window' },
      racing: rejectingLate(1500),
      headers: ({ admitted }): Record<string, string> =>
        admitted ? {} : { 'Retry-After': new Date().toUTCString(), 'RateLimit-Reset': '2' },
    },
    message: /dates cannot be compared/,
  },
  'lets buckets have room before they are full': {
    outcome: 'pass',
    service: {
      headers: () => ({ 'Retry-After': '0', 'RateLimit-Reset': '2', 'RateLimit-Limit': '20' }),
    },
    message: /served carry Retry-After too/,
  },
});

/** Looks at a rejection for a while before it is sent. */
function rejectingLate(pause: number) {
  const fixed = limiterOf('fixed', QUOTA, WINDOW);
  return async (key: string) => {
    const verdict = fixed(key, Date.now());
    if (!verdict.admitted) await sleep(pause);
    return verdict;
  };
}
