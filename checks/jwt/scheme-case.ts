import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { SCHEME_CASE } from '../../src/probe/tokens/sections/transport.ts';

export const schemeCase = tokenCheck({
  id: 'jwt/scheme-case',
  cases: ['JWT-T01'],
  title: 'The scheme of a bearer token is accepted in any case',
  severity: 'low',
  kind: 'spec',
  why: 'The name of an authentication scheme has no case: clients write it as they like.',
  remedy: 'Compare the scheme without regard to case.',
  references: ['RFC 9110 section 11.1', 'RFC 6750 section 2.1'],
  section: SCHEME_CASE,
  sent: 'token under a scheme in another case',
  want: 'accepted',
});
