import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { SCHEME_REQUIRED } from '../../src/probe/tokens/sections/transport.ts';

export const schemeRequired = tokenCheck({
  id: 'jwt/scheme-required',
  cases: ['JWT-T02'],
  title: 'A token without the scheme Bearer is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'A verifier that takes whatever stands last in the header takes what was meant for something else.',
  remedy: 'Require the scheme Bearer, in any case, before the token.',
  references: ['RFC 6750 section 2.1', 'RFC 9110 section 11.4'],
  section: SCHEME_REQUIRED,
  sent: 'token without the scheme Bearer',
});
