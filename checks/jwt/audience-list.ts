import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { AUDIENCE_LIST } from '../../src/probe/tokens/sections/parties.ts';

export const audienceList = tokenCheck({
  id: 'jwt/audience-list',
  cases: ['JWT-C06'],
  title: 'A token whose list of audiences holds the declared one is accepted',
  severity: 'medium',
  kind: 'spec',
  why: 'aud is a list in the general case: a service that takes one text alone turns honest clients away.',
  remedy: 'Accept the declared audience as aud, or as one of its members.',
  references: ['RFC 7519 section 4.1.3'],
  section: AUDIENCE_LIST,
  sent: 'token whose list of audiences holds the declared one',
  want: 'accepted',
});
