import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { CONFUSION } from '../../src/probe/tokens/sections/algorithm.ts';

export const algorithmConfusion = tokenCheck({
  id: 'jwt/algorithm-confusion',
  cases: ['JWT-S07'],
  title: 'A token signed by HMAC with the public key as secret is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'The public key is public: a verifier that takes it for an HMAC secret accepts tokens of anyone.',
  remedy: 'Bind each key to exactly one algorithm; never let the header of the token choose it.',
  references: ['RFC 8725 sections 2.1 and 3.1', 'CVE-2015-9235'],
  section: CONFUSION,
  sent: 'HS256 token keyed with the public key',
});
