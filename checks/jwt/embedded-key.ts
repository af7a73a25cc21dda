import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { EMBEDDED_KEY } from '../../src/probe/tokens/sections/header-keys.ts';

export const embeddedKey = tokenCheck({
  id: 'jwt/embedded-key',
  cases: ['JWT-S10', 'JWT-S11'],
  title: 'A token that brings its own key along, or points to it, is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'Whoever may choose the key that a token is verified with can sign every token.',
  remedy: 'Never use the header members jwk, x5c, jku or x5u to find the key, or only from an allow-list.',
  references: ['RFC 8725 section 3.10', 'RFC 7515 sections 4.1.2 to 4.1.6', 'CVE-2018-0114'],
  section: EMBEDDED_KEY,
  sent: 'token with a key of its own',
});
