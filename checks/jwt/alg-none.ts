import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { ALG_NONE } from '../../src/probe/tokens/sections/unsigned.ts';

export const algNone = tokenCheck({
  id: 'jwt/alg-none',
  cases: ['JWT-S02'],
  title: 'A token that names no signature algorithm is rejected',
  severity: 'critical',
  kind: 'exploit',
  profile: 'quick',
  why: 'A verifier that lets the token choose "none" lets anyone write their own token.',
  remedy: 'Verify with an allow-list of the one algorithm that the key is for; never take it from the token.',
  references: ['RFC 8725 sections 2.1 and 3.1', 'CVE-2015-9235'],
  section: ALG_NONE,
  sent: 'token with alg none, with and without a signature',
});
