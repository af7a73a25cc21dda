import type { DefectsByPlan } from './row.ts';

export const RATE_LIMIT_DEFECTS = {
  scholarship: [
    { id: 'limit-not-enforced', title: 'Agents are not limited', primary: 'rate-limit/enforced' },
    {
      id: 'limit-too-strict',
      title: 'The public may ask 45 times rather than 60',
      primary: 'rate-limit/not-too-strict',
    },
    {
      id: 'limit-bad-header',
      title: 'RateLimit-Reset is not a whole number',
      primary: 'rate-limit/header-syntax',
    },
    { id: 'limit-no-retry-after', title: '429 carries no Retry-After', primary: 'rate-limit/retry-after' },
    {
      id: 'limit-no-recovery',
      title: 'An agent stays shut out for three windows',
      primary: 'rate-limit/recovery',
    },
    {
      id: 'limit-shared',
      title: 'All agents share one limit',
      primary: 'rate-limit/isolation',
      implied: ['rate-limit/not-too-strict', 'rate-limit/recovery'],
    },
    {
      id: 'limit-trusts-forwarded',
      title: 'X-Forwarded-For of anybody is believed',
      primary: 'rate-limit/forwarded-spoof',
    },
  ],
} as const satisfies DefectsByPlan;
