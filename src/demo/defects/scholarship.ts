import type { DefectRow } from './row.ts';

const ORIGIN_SHAPES = ['null-origin', 'prefix-dot', 'prefix', 'suffix', 'unescaped-dot', 'http-downgrade'];

const CORS = [
  {
    id: 'cors-reflects-origin',
    title: 'Any origin may read answers with credentials',
    primary: 'cors/arbitrary-origin',
    implied: ORIGIN_SHAPES.map((shape) => `cors/${shape}`),
  },
  { id: 'cors-allows-null', title: 'The origin "null" is granted', primary: 'cors/null-origin' },
  {
    id: 'cors-prefix-dot',
    title: 'Origins that begin with an allowed one and a dot are granted',
    primary: 'cors/prefix-dot',
  },
  { id: 'cors-prefix', title: 'Origins that begin with an allowed one are granted', primary: 'cors/prefix' },
  {
    id: 'cors-suffix',
    title: 'Origins that end like an allowed domain are granted',
    primary: 'cors/suffix',
    implied: ['cors/unescaped-dot'],
  },
  {
    id: 'cors-unescaped-dot',
    title: 'A dot in the pattern of origins matches any character',
    primary: 'cors/unescaped-dot',
  },
  { id: 'cors-http-downgrade', title: 'The scheme http is granted too', primary: 'cors/http-downgrade' },
  {
    id: 'cors-origin-forgotten',
    title: 'One of the six origins is not granted',
    primary: 'cors/allowed-origin',
  },
  {
    id: 'cors-preflight-needs-auth',
    title: 'Preflights without a token are answered 401',
    primary: 'cors/preflight-without-auth',
    implied: ['cors/allowed-origin'],
  },
  {
    id: 'cors-wildcard-with-credentials',
    title: 'Allowed origins are answered with * and credentials',
    primary: 'cors/wildcard-with-credentials',
    implied: ['cors/allowed-origin', 'cors/errors-readable'],
  },
  { id: 'cors-no-vary', title: 'Vary does not name Origin', primary: 'cors/vary' },
  {
    id: 'cors-errors-unreadable',
    title: 'Errors carry no CORS grant',
    primary: 'cors/errors-readable',
  },
] as const satisfies readonly DefectRow[];

const JWT = [
  { id: 'jwt-not-required', title: 'A request without a token is let in', primary: 'jwt/no-token' },
  { id: 'jwt-alg-none', title: 'Unsigned tokens (alg none) are accepted', primary: 'jwt/alg-none' },
  {
    id: 'jwt-signature-optional',
    title: 'Tokens whose signature was cut off are accepted',
    primary: 'jwt/stripped',
  },
  {
    id: 'jwt-signature-prefix',
    title: 'Only the first eight bytes of a signature are compared',
    primary: 'jwt/corrupted',
  },
  {
    id: 'jwt-signature-unchecked',
    title: 'Any signature of the right length is accepted',
    primary: 'jwt/tampered',
    implied: ['jwt/corrupted'],
  },
  {
    id: 'jwt-expired-accepted',
    title: 'Expired tokens are accepted',
    primary: 'jwt/expired',
    implied: ['jwt/skew-outside'],
  },
  {
    id: 'jwt-nbf-unchecked',
    title: 'Tokens that are not valid yet are accepted',
    primary: 'jwt/not-yet-valid',
    implied: ['jwt/skew-outside'],
  },
  { id: 'jwt-issuer-unchecked', title: 'Tokens of any issuer are accepted', primary: 'jwt/issuer' },
  { id: 'jwt-audience-unchecked', title: 'Tokens for any audience are accepted', primary: 'jwt/audience' },
  {
    id: 'jwt-jti-not-required',
    title: 'Tokens without a jti are accepted',
    primary: 'jwt/required-claims',
  },
  {
    id: 'jwt-lifetime-uncapped',
    title: 'Tokens may live longer than 1800 s',
    primary: 'jwt/lifetime',
  },
  { id: 'jwt-no-tolerance', title: 'No clock skew is tolerated', primary: 'jwt/skew-inside' },
  {
    id: 'jwt-tolerance-too-wide',
    title: '30 s of clock skew are tolerated rather than 10',
    primary: 'jwt/skew-outside',
  },
  {
    id: 'replay-accepted',
    title: 'A one-time token may be used again',
    primary: 'jwt/replay',
    implied: ['jwt/replay-same-jti', 'jwt/replay-concurrent'],
  },
  {
    id: 'replay-by-token-text',
    title: 'Used tokens are remembered by their text rather than their jti',
    primary: 'jwt/replay-same-jti',
  },
  {
    id: 'replay-race',
    title: 'The jti is looked up first and noted later',
    primary: 'jwt/replay-concurrent',
  },
] as const satisfies readonly DefectRow[];

const LIMITS = [
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
] as const satisfies readonly DefectRow[];

const HEADERS_AND_HEALTH = [
  { id: 'no-nosniff', title: 'JSON answers lack nosniff', primary: 'headers/nosniff' },
  {
    id: 'unsafe-referrer-policy',
    title: 'Referrer-Policy is unsafe-url',
    primary: 'headers/referrer-policy',
  },
  { id: 'version-banner', title: 'X-Powered-By tells product and version', primary: 'headers/banners' },
  { id: 'errors-bare', title: '404 and 405 lack the security headers', primary: 'headers/error-parity' },
  {
    id: 'csp-loosened',
    title: 'The Content-Security-Policy allows inline scripts',
    primary: 'headers/exact',
  },
  {
    id: 'health-needs-auth',
    title: '/healthz wants a token',
    primary: 'health/liveness',
    implied: ['endpoints/expectations'],
  },
  {
    id: 'ready-regardless',
    title: '/readyz says 200 while the dependency is down',
    primary: 'health/readiness',
  },
  { id: 'no-capabilities', title: 'The agent has no capabilities', primary: 'endpoints/expectations' },
] as const satisfies readonly DefectRow[];

const LOAD = [
  {
    id: 'connections-reset',
    title: 'Every second eligibility check is reset',
    primary: 'availability',
    fault: { route: 'eligibility', every: 2, after: 20, until: 400, reset: true },
  },
  {
    id: 'slow-search',
    title: 'Every second search takes 450 ms',
    primary: 'p95',
    implied: ['p95-target'],
    fault: { route: 'search', every: 2, delay: 450 },
  },
  {
    id: 'sluggish-search',
    title: 'Every second search takes 350 ms',
    primary: 'p95-target',
    implied: ['p95'],
    fault: { route: 'search', every: 2, delay: 350 },
  },
  {
    id: 'leak',
    title: 'After 3,800 answers every 30th takes 600 ms',
    primary: 'p99-stable',
    fault: { route: '*', every: 30, after: 3800, delay: 600 },
  },
  {
    id: 'server-errors',
    title: 'Every second eligibility check is answered 500',
    primary: 'errors-5xx',
    implied: ['errors-5xx-alert', 'availability'],
    fault: { route: 'eligibility', every: 2, after: 20, until: 400, status: 500 },
  },
  {
    id: 'overload-errors',
    title: 'Every 10th list of scholarships is answered 503',
    primary: 'errors-5xx-alert',
    implied: ['errors-5xx', 'availability', 'one-request'],
    fault: { route: 'scholarships', every: 10, after: 40, status: 503 },
  },
  {
    id: 'spurious-limit',
    title: 'Every third recommendation is answered 429',
    primary: 'limited',
    fault: { route: 'recommendations', every: 3, after: 5, status: 429 },
  },
  {
    id: 'search-errors',
    title: 'Every 8th search is answered 500',
    primary: 'search-errors',
    implied: ['errors-5xx', 'errors-5xx-alert', 'availability', 'search-success'],
    fault: { route: 'search', every: 8, status: 500 },
  },
  {
    id: 'recommendation-errors',
    title: 'Every 6th recommendation is answered 500',
    primary: 'recommendation-errors',
    implied: ['errors-5xx', 'errors-5xx-alert', 'availability'],
    fault: { route: 'recommendations', every: 6, after: 5, status: 500 },
  },
  {
    id: 'slow-admin-list',
    title: 'Every 6th list for an administrator takes 500 ms',
    primary: 'one-request',
    implied: ['p95', 'p95-target'],
    fault: { route: 'scholarships', class: 'admin', every: 6, delay: 500 },
  },
  {
    id: 'task-failures',
    title: 'Every third agent task fails',
    primary: 'agent-tasks',
    fault: { route: 'tasks', every: 3, mistake: 'task-failed' },
  },
] as const satisfies readonly DefectRow[];

const READINGS = [
  reading('db-pool-high', 'The database pool is 78 % full', 'db-pool', ['db', 'pool_usage', 0.78]),
  {
    ...reading('db-pool-alert', 'The database pool is 82 % full', 'db-pool-alert', [
      'db',
      'pool_usage',
      0.82,
    ]),
    implied: ['db-pool'],
  },
  reading('redis-errors', 'Redis answers with errors', 'redis-errors', ['redis', 'errors', 3]),
  reading('redis-cold', 'Redis hits 84 % of the time', 'redis-hits', ['redis', 'hit_rate', 0.84]),
  reading('redis-slow', 'Redis p95 is 14 ms', 'redis-p95', ['redis', 'p95_ms', 14]),
  reading('redis-pool-high', 'The Redis pool is 86 % full', 'redis-pool', ['redis', 'pool_usage', 0.86]),
  reading('openai-fallback', '7 % of AI answers are fallbacks', 'openai-fallback', [
    'ai',
    'fallback_rate',
    0.07,
  ]),
  reading('openai-errors', '4 % of AI calls fail', 'openai-errors', ['ai', 'error_rate', 0.04]),
  reading('cpu-high', 'The CPU is 82 % busy', 'cpu', ['system', 'cpu', 0.82]),
  reading('memory-high', 'Memory is 81 % full', 'memory', ['system', 'memory', 0.81]),
  reading('agents-failing', '97 % of agent tasks succeed', 'agent-success', ['agent', 'task_success', 0.97]),
  reading('search-success-low', '97 % of searches succeed', 'search-success', [
    'system',
    'search_success',
    0.97,
  ]),
  reading('security-anomaly', 'A security anomaly was noted', 'security', ['security', 'anomalies', 1]),
] as const;

function reading<Id extends string>(
  id: Id,
  title: string,
  primary: string,
  differing: readonly [string, string, number],
): DefectRow & { readonly id: Id } {
  return { id, title, primary, reading: differing };
}

/** Defects that the scholarship plan shows. */
export const SCHOLARSHIP_DEFECTS = [
  ...CORS,
  ...JWT,
  ...LIMITS,
  ...HEADERS_AND_HEALTH,
  ...LOAD,
  ...READINGS,
] as const;
