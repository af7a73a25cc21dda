import type { Check } from '../../src/model/check.ts';
import { judgeAccepted } from '../../src/probe/jwt-judge.ts';
import { skewCheck } from '../../src/probe/jwt-skew.ts';

export const skewInside: Check = skewCheck({
  id: 'jwt/skew-inside',
  cases: ['JWT-C13'],
  title: 'A token that is off by less than the declared clock skew is accepted',
  severity: 'low',
  kind: 'policy',
  why: 'Clocks differ: without tolerance, honest clients are turned away at random.',
  remedy: 'Verify exp and nbf with the declared tolerance.',
  references: ['RFC 7519 sections 4.1.4 and 4.1.5'],
  least: 5_000,
  edge: -4,
  variants: (edge) => [
    { name: `expired ${edge} s ago`, change: (now) => ({ exp: now - edge }) },
    { name: `valid in ${edge} s`, change: (now) => ({ iat: now + edge, nbf: now + edge }) },
  ],
  judgeClear: (exchanges) => judgeAccepted(exchanges, 'token within the declared clock skew'),
});
