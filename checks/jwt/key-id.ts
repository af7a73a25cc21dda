import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { KEY_ID } from '../../src/probe/tokens/sections/key-id.ts';

export const keyId = tokenCheck({
  id: 'jwt/key-id',
  cases: ['JWT-S12', 'JWT-S13', 'JWT-S14'],
  title: 'A token whose kid names no key of the service is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'A kid that is used as a path, a query or a member name lets the token choose its key.',
  remedy:
    'Look the kid up in a map of known keys, with a Map or a null prototype, and reject what is not there.',
  references: ['RFC 8725 section 3.10', 'WSTG-SESS-10', 'CWE-22', 'CWE-89'],
  section: KEY_ID,
  sent: 'token with a misleading kid',
});
