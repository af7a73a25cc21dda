import { declaredValues } from '../../../checks/rate-limit/declared-values.ts';
import { suite } from './suite.ts';

suite(declaredValues, {
  'fails on another quota': {
    outcome: 'fail',
    service: { quota: 25, declared: { headers: 'draft-6' } },
    message: /name 25.*where 20/,
  },
  'fails on another window': {
    outcome: 'fail',
    service: { declared: { headers: 'draft-6', window: '3s' } },
    message: /20 in 2 s/,
  },
  'finds the quota among several': {
    outcome: 'pass',
    service: {
      declared: { headers: 'draft-8' },
      headers: () => ({
        'RateLimit-Policy': '"day";q=1000;w=86400, "burst";q=20;w=2',
        RateLimit: '"burst";r=1;t=2',
      }),
    },
  },
  'does not ask where no family is declared': {
    outcome: 'not_applicable',
    service: { quota: 25 },
    message: /declare the family/,
  },
  'sees it within the quota too': {
    outcome: 'fail',
    service: { quota: 25, declared: { headers: 'draft-6' } },
    against: (against) => ({ ...against, profile: 'quick' }),
  },
});
