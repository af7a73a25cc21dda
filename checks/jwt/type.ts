import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { TYPE } from '../../src/probe/tokens/sections/parties.ts';

export const type = tokenCheck({
  id: 'jwt/type',
  cases: ['JWT-C08'],
  title: 'A token of another type than the declared one is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'Tokens of one issuer for different uses are told apart by typ: without it an ID token passes for an access token.',
  remedy: 'Compare typ with the declared type, without regard to case and to the prefix application/.',
  references: ['RFC 8725 section 3.11', 'RFC 9068 section 4'],
  section: TYPE,
  sent: 'token of another type',
});
