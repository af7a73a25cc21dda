import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { NOT_YET_VALID } from '../../src/probe/tokens/sections/time.ts';

export const notYetValid = tokenCheck({
  id: 'jwt/not-yet-valid',
  cases: ['JWT-C02'],
  title: 'A token that is not valid yet is rejected',
  severity: 'high',
  kind: 'spec',
  why: 'A token that was made for later must not work now.',
  remedy: 'Verify nbf on every request that carries it, with no more than the declared tolerance.',
  references: ['RFC 7519 section 4.1.5'],
  section: NOT_YET_VALID,
  sent: 'token that is not valid yet',
});
