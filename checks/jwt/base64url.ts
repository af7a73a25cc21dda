import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { BASE64URL } from '../../src/probe/tokens/sections/format.ts';

export const base64url = tokenCheck({
  id: 'jwt/base64url',
  cases: ['JWT-S21'],
  title: 'A token with characters that are not base64url is rejected',
  severity: 'low',
  kind: 'spec',
  why: 'A token that can be written in several ways slips past lists of revoked or used tokens.',
  remedy: 'Reject segments with any character outside the base64url alphabet.',
  references: ['RFC 7515 sections 2 and 5.2', 'RFC 4648 section 3.3'],
  section: BASE64URL,
  sent: 'token with a foreign character',
});
