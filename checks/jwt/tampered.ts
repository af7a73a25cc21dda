import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { TAMPERED } from '../../src/probe/tokens/sections/signature.ts';

export const tampered = tokenCheck({
  id: 'jwt/tampered',
  cases: ['JWT-S05'],
  title: 'A token whose payload or header was changed after signing is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'Whoever can change the claims of a token can become anyone.',
  remedy: 'Verify the signature over the header and payload as they were received, before reading any claim.',
  references: ['RFC 7515 section 5.2', 'WSTG-SESS-10'],
  section: TAMPERED,
  sent: 'token changed under its original signature',
});
