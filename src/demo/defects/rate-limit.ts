import type { DefectsByPlan } from './row.ts';

export const RATE_LIMIT_DEFECTS = {
  scholarship: [
    { id: 'limit-not-enforced', title: 'Agents are not limited', primary: 'rate-limit/enforced' },
    {
      id: 'limit-too-strict',
      title: 'The public may ask 45 times rather than 60',
      primary: 'rate-limit/not-too-strict',
      implied: ['rate-limit/declared-values'],
    },
    {
      id: 'limit-bad-header',
      title: 'RateLimit-Reset is not a whole number',
      primary: 'rate-limit/header-syntax',
    },
    {
      id: 'limit-names-other-quota',
      title: 'RateLimit-Limit names 55 where agents may ask 50 times',
      primary: 'rate-limit/declared-values',
    },
    {
      id: 'limit-remaining-stuck',
      title: 'RateLimit-Remaining of agents is always 49',
      primary: 'rate-limit/remaining',
    },
    {
      id: 'limit-reset-in-milliseconds',
      title: 'RateLimit-Reset is told in milliseconds',
      primary: 'rate-limit/reset',
    },
    {
      id: 'limit-no-retry-after',
      title: '429 carries no Retry-After',
      primary: 'rate-limit/retry-after',
    },
    {
      id: 'limit-rejection-cacheable',
      title: 'Caches may keep a 429 for a minute',
      primary: 'rate-limit/rejection-hygiene',
    },
    {
      id: 'limit-counts-health',
      title: '/healthz counts against the limit of the public',
      primary: 'rate-limit/exemptions',
    },
    {
      id: 'limit-no-recovery',
      title: 'An agent stays shut out for three windows',
      primary: 'rate-limit/recovery',
    },
    {
      id: 'limit-half-back',
      title: 'An agent that exceeded its limit gets half of it from then on',
      primary: 'rate-limit/full-reset',
    },
    {
      id: 'limit-race',
      title: 'Requests of an agent are counted after they were let through',
      primary: 'rate-limit/concurrency',
    },
    {
      id: 'limit-by-pod',
      title: 'Each of two instances counts the requests of an agent by itself',
      primary: 'rate-limit/cross-pod',
      implied: ['rate-limit/remaining'],
    },
    {
      id: 'limit-shared',
      title: 'All agents share one limit',
      primary: 'rate-limit/isolation',
      implied: ['rate-limit/not-too-strict', 'rate-limit/recovery'],
    },
    {
      id: 'limit-shared-by-addresses',
      title: 'All addresses share the limit of the public',
      primary: 'rate-limit/address-isolation',
      implied: ['rate-limit/not-too-strict', 'rate-limit/recovery'],
    },
    {
      id: 'limit-before-verification',
      title: 'A token that is not valid counts against the agent that it names',
      primary: 'rate-limit/unverified-key',
    },
    {
      id: 'limit-by-token',
      title: 'Each token of an agent has a limit of its own',
      primary: 'rate-limit/fresh-token',
    },
    {
      id: 'limit-trusts-forwarded',
      title: 'X-Forwarded-For of anybody is believed',
      primary: 'rate-limit/forwarded-spoof',
      implied: ['rate-limit/forwarded-victim'],
    },
    {
      id: 'limit-charges-claimed',
      title: 'A request counts against the address in X-Forwarded-For too',
      primary: 'rate-limit/forwarded-victim',
    },
    {
      id: 'limit-by-path',
      title: 'Each form of a path has a limit of its own',
      primary: 'rate-limit/path-variants',
    },
    {
      id: 'limit-spares-head',
      title: 'HEAD is not limited',
      primary: 'rate-limit/other-methods',
    },
    {
      id: 'limit-by-user-agent',
      title: 'Each User-Agent of an agent has a limit of its own',
      primary: 'rate-limit/other-keys',
    },
  ],
  portal: [
    {
      id: 'limit-shared-by-tenants',
      title: 'All tenants share one limit on files',
      primary: 'rate-limit/tenant-isolation',
      implied: ['rate-limit/isolation', 'rate-limit/not-too-strict', 'rate-limit/recovery'],
    },
    {
      id: 'limit-does-not-slide',
      title: 'The limit on exports begins anew with each window',
      primary: 'rate-limit/edge-burst',
    },
    {
      id: 'auth-failures-unlimited',
      title: 'Tokens can be guessed without end at exports',
      primary: 'rate-limit/auth-failures',
    },
  ],
} as const satisfies DefectsByPlan;
