import type { JWTPayload } from 'jose';
import { replayExpired } from '../../../checks/jwt/replay-expired.ts';
import type { Against } from '../run.ts';
import { type Behaviour, declaring, suite } from './replay-service.ts';

// Nothing is to be tolerated, so that there is little to wait for.
const PROMPT: (against: Against) => Against = declaring({ tolerance: '0s' });

/** What was found good once is never looked at again. */
function caching(): Behaviour['verify'] {
  const known = new Map<string, JWTPayload>();
  return async (token, jose) => {
    const claims = known.get(token) ?? (await jose(token));
    known.set(token, claims);
    return claims;
  };
}

suite(
  replayExpired,
  {
    'fails when exp is not looked at again': {
      outcome: 'fail',
      severity: 'critical',
      against: PROMPT,
      verify: caching(),
      use: ({ claims, seen }) => {
        const until = seen.get(String(claims.jti)) ?? 0;
        seen.set(String(claims.jti), Number(claims.exp) * 1000);
        return until > Date.now() ? 401 : true;
      },
    },
    'does not apply where there is too much to wait for': {
      outcome: 'not_applicable',
      against: declaring({ tolerance: '5m' }),
      message: /too long/,
    },
  },
  { against: PROMPT },
);
