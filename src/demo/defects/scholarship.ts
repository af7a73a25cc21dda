import type { DefectRow } from './row.ts';
import { SCHOLARSHIP_FAULTS, SCHOLARSHIP_READINGS } from './scholarship-load.ts';

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

/** Defects that the scholarship plan shows. */
export const SCHOLARSHIP_DEFECTS = [
  ...CORS,
  ...JWT,
  ...LIMITS,
  ...HEADERS_AND_HEALTH,
  ...SCHOLARSHIP_FAULTS,
  ...SCHOLARSHIP_READINGS,
] as const;
