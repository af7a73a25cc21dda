import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { ALLOW_LIST } from '../../src/probe/tokens/sections/algorithm.ts';

export const algorithmAllowList = tokenCheck({
  id: 'jwt/algorithm-allow-list',
  cases: ['JWT-S09'],
  title: 'A token signed by the right key with an undeclared algorithm is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'A key that serves several algorithms serves an attacker with the weakest of them.',
  remedy:
    'Give the verifier the list of algorithms that are declared, rather than all that the key could do.',
  references: ['RFC 8725 section 3.1'],
  section: ALLOW_LIST,
  sent: 'token signed with an undeclared algorithm',
});
