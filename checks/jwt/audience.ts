import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { AUDIENCE } from '../../src/probe/tokens/sections/parties.ts';

export const audience = tokenCheck({
  id: 'jwt/audience',
  cases: ['JWT-C05'],
  title: 'A token for another audience is rejected',
  severity: 'high',
  kind: 'exploit',
  why: 'A token that another service was given could be played back here.',
  remedy: 'Require the declared audience to be aud, or one of its members, character by character.',
  references: ['RFC 7519 section 4.1.3', 'RFC 8725 section 3.9'],
  section: AUDIENCE,
  sent: 'token whose audience is not the declared one',
});
