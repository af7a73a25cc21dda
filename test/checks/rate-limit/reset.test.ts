import { reset } from '../../../checks/rate-limit/reset.ts';
import { limiterOf, slowed } from './limiters.ts';
import { QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

const DRAFT = { headers: 'draft-6' } as const;

suite(reset, {
  'fails on milliseconds': {
    outcome: 'fail',
    service: { declared: DRAFT, headers: () => ({ 'RateLimit-Limit': '20', 'RateLimit-Reset': '120000' }) },
    message: /120000/,
  },
  'leaves it open when only the end of the window makes sense of it': {
    outcome: 'inconclusive',
    service: {
      declared: DRAFT,
      headers: ({ remaining }) => ({ 'RateLimit-Reset': remaining > 0 ? '1500' : '3' }),
    },
    message: /some resets .* 1500 does not/,
  },
  'is not misled by an answer that takes long': {
    outcome: 'pass',
    service: {
      declared: DRAFT,
      racing: slowed(limiterOf('fixed', QUOTA, WINDOW), 1300),
      // As if written before the wait.
      headers: () => ({ 'RateLimit-Reset': String(Math.floor(Date.now() / 1000) - 3) }),
    },
    against: (against) => ({ ...against, profile: 'quick' }),
  },
  'takes a point in time for what it is': {
    outcome: 'pass',
    service: {
      declared: DRAFT,
      headers: () => ({ 'RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 2) }),
    },
  },
  'takes milliseconds of the de facto headers': {
    outcome: 'pass',
    service: {
      declared: { headers: 'x-ratelimit' },
      headers: () => ({ 'X-RateLimit-Limit': '20', 'X-RateLimit-Reset': '1500' }),
    },
  },
  'fails on a time long past': {
    outcome: 'fail',
    service: {
      declared: { headers: 'x-ratelimit' },
      headers: () => ({ 'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) - 3600) }),
    },
  },
});
