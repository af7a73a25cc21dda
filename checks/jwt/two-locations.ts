import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { exchangesOf } from '../../src/probe/tokens/judge.ts';
import { judgeRejected, open, readVariants } from '../../src/probe/tokens/jwt-judge.ts';
import { QUERY_ALONE, TWO_LOCATIONS } from '../../src/probe/tokens/sections/transport.ts';

const SENT = 'token in two locations at once';

export const twoLocations = tokenCheck({
  id: 'jwt/two-locations',
  cases: ['JWT-T04'],
  title: 'A token in two locations at once is rejected',
  severity: 'low',
  kind: 'policy',
  why: 'Two tokens in one request let a proxy look at one and the service at the other.',
  remedy: 'Answer 400 to a request with a token in more than one location.',
  references: ['RFC 6750 sections 2 and 3.1'],
  section: TWO_LOCATIONS,
  sent: SENT,
  judge: judgeQuery,
});

/** Where the query alone is not accepted, a token in it is not looked at, and says nothing. */
function judgeQuery(exchanges: readonly Exchange[]): Judgement | undefined {
  const shown = exchangesOf('jwt/two-locations', exchanges);
  const alone = readVariants(shown).find(({ name }) => name === QUERY_ALONE);
  if (alone === undefined) return undefined;
  if (alone.reading === 'accepted')
    return judgeRejected(
      shown.filter(({ facts }) => facts?.['variant'] !== QUERY_ALONE),
      SENT,
    );
  return open('the token in the query alone was not accepted: see policy.jwt.queryParameter', alone.exchange);
}
