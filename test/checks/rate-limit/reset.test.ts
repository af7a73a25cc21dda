import { reset } from '../../../checks/rate-limit/reset.ts';
import { suite } from './suite.ts';

const DRAFT = { headers: 'draft-6' } as const;

suite(reset, {
  'fails on milliseconds': {
    outcome: 'fail',
    service: { declared: DRAFT, headers: () => ({ 'RateLimit-Limit': '20', 'RateLimit-Reset': '120000' }) },
    message: /120000/,
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
