import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { CORRUPTED } from '../../src/probe/tokens/sections/signature.ts';

export const corrupted = tokenCheck({
  id: 'jwt/corrupted',
  cases: ['JWT-S04'],
  title: 'A token with a corrupted signature is rejected',
  severity: 'critical',
  kind: 'exploit',
  profile: 'quick',
  why: 'A signature that may be wrong was never verified.',
  remedy: 'Verify the whole signature, and reject the token when it does not match.',
  references: ['RFC 7515 section 5.2', 'RFC 8725 section 3.3'],
  section: CORRUPTED,
  sent: 'token with a corrupted signature',
});
