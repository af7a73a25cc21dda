import { remaining } from '../../../checks/rate-limit/remaining.ts';
import { suite } from './suite.ts';

const FIXED = { algorithm: 'fixed-window' } as const;

suite(remaining, {
  'fails when it never falls': {
    outcome: 'fail',
    service: { declared: FIXED, headers: () => ({ 'RateLimit-Limit': '20', 'RateLimit-Remaining': '19' }) },
    message: /19 remain/,
  },
  'fails when more remains than there is': {
    outcome: 'fail',
    service: { declared: FIXED, headers: () => ({ 'RateLimit-Limit': '20', 'RateLimit-Remaining': '21' }) },
    message: /21 remain of 20/,
  },
  'leaves it open when it is not seen to fall': {
    outcome: 'inconclusive',
    service: {
      declared: FIXED,
      headers: ({ admitted }): Record<string, string> =>
        admitted ? { 'RateLimit-Limit': '20', 'RateLimit-Remaining': '19' } : { 'Retry-After': '2' },
    },
    message: /not seen to fall/,
  },
  'passes when it falls by one': { outcome: 'pass', service: { declared: FIXED } },
  'leaves it open when it falls too fast in one quota alone': {
    outcome: 'inconclusive',
    service: {
      declared: FIXED,
      headers: ({ remaining: left }) => ({
        'RateLimit-Limit': '20',
        'RateLimit-Remaining': String(Math.max(0, left - (19 - left))),
      }),
    },
  },
  'does not ask of other algorithms': {
    outcome: 'not_applicable',
    service: { kind: 'sliding-counter' },
  },
});
