import { headerValues } from '../../src/probe/headers.ts';
import { fail, inconclusive, pass } from '../../src/probe/judgement.ts';
import { answerCheck } from '../../src/probe/tokens/check.ts';

export const challenge = answerCheck({
  id: 'jwt/challenge',
  cases: ['JWT-T05'],
  title: 'Every 401 says how to authenticate',
  severity: 'low',
  kind: 'spec',
  why: 'Without a challenge a client cannot tell a missing token from an expired one, nor what to send.',
  remedy: 'Send WWW-Authenticate: Bearer with every 401, and error="invalid_token" where a token was sent.',
  references: ['RFC 9110 section 15.5.2', 'RFC 6750 section 3'],
  judge: (exchanges) => {
    const refused = exchanges.filter(({ response }) => response?.status === 401);
    if (refused.length === 0) return inconclusive('nothing was answered 401');
    const bare = refused.filter(({ response }) => {
      const challenges = headerValues(response?.headers ?? [], 'www-authenticate');
      return !challenges.some((value) => /^\s*[\w!#$%&'*+.^`|~-]+/.test(value));
    });
    if (bare.length === 0) return pass(`all ${refused.length} answers with 401 carry a challenge`);
    return fail(`${bare.length} of ${refused.length} answers with 401 carry no WWW-Authenticate`, bare);
  },
});
