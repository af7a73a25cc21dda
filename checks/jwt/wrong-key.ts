import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { WRONG_KEY } from '../../src/probe/tokens/sections/signature.ts';

export const wrongKey = tokenCheck({
  id: 'jwt/wrong-key',
  cases: ['JWT-S06'],
  title: 'A token signed by another key of the same kind is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'A verifier that takes any key of the right kind lets everybody sign.',
  remedy: 'Verify with keys from the configuration or the key set of the issuer, and with no others.',
  references: ['RFC 8725 sections 3.3 and 3.8'],
  section: WRONG_KEY,
  sent: 'token signed by another key',
});
