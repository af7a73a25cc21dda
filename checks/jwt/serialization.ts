import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { SERIALIZATION } from '../../src/probe/tokens/sections/format.ts';

export const serialization = tokenCheck({
  id: 'jwt/serialization',
  cases: ['JWT-S19'],
  title: 'A JWS in JSON, or an encrypted token that anyone can make, is rejected',
  severity: 'high',
  kind: 'exploit',
  why: 'A parser that takes several forms of token lets one pass for another; encrypting to a public key proves nothing.',
  remedy: 'Accept compact signed tokens alone, and decide on the form before parsing.',
  references: ['RFC 7519 section 3', 'RFC 8725 section 2.3', 'CVE-2023-51774'],
  section: SERIALIZATION,
  sent: 'token in another form',
});
