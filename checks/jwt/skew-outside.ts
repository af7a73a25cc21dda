import type { Check } from '../../src/model/check.ts';
import { judgeRejected } from '../../src/probe/jwt-judge.ts';
import { skewCheck } from '../../src/probe/jwt-skew.ts';

export const skewOutside: Check = skewCheck({
  id: 'jwt/skew-outside',
  cases: ['JWT-C14'],
  title: 'A token that is off by more than the declared clock skew is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'A tolerance wider than declared keeps expired tokens alive.',
  remedy: 'Verify exp and nbf with the declared tolerance and no more.',
  references: ['RFC 7519 sections 4.1.4 and 4.1.5'],
  least: 1,
  edge: 4,
  variants: (edge) => [
    { name: `expired ${edge} s ago`, change: (now) => ({ exp: now - edge }) },
    { name: `valid in ${edge} s`, change: (now) => ({ nbf: now + edge }) },
  ],
  judgeClear: (exchanges) => judgeRejected(exchanges, 'token beyond the declared clock skew'),
});
