import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { ISSUER } from '../../src/probe/tokens/sections/parties.ts';

export const issuer = tokenCheck({
  id: 'jwt/issuer',
  cases: ['JWT-C04'],
  title: 'A token of another issuer is rejected',
  severity: 'high',
  kind: 'exploit',
  why: 'A key that several issuers share, or a comparison that is too loose, lets in tokens made for something else.',
  remedy: 'Compare iss with the declared issuer: one text, character by character.',
  references: ['RFC 7519 section 4.1.1', 'RFC 8725 section 3.8', 'CVE-2025-30144'],
  section: ISSUER,
  sent: 'token whose issuer is not the declared one',
});
