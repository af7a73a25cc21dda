import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { DUPLICATE_MEMBERS } from '../../src/probe/tokens/sections/format.ts';

export const duplicateMembers = tokenCheck({
  id: 'jwt/duplicate-members',
  cases: ['JWT-S20'],
  title: 'A token with a duplicate member, the last one wrong, is rejected',
  severity: 'high',
  kind: 'spec',
  why: 'Two readers that disagree on which of two members counts can be told two different things.',
  remedy: 'Use a JSON parser that rejects duplicate names, or that takes the last.',
  references: ['RFC 7515 section 4', 'RFC 7519 section 4'],
  section: DUPLICATE_MEMBERS,
  sent: 'token with a duplicate member',
});
