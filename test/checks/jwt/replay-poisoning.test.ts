import { replayPoisoning } from '../../../checks/jwt/replay-poisoning.ts';
import { type Behaviour, suite, unverified } from './replay-service.ts';

const BURNED = Number.POSITIVE_INFINITY;

suite(replayPoisoning, {
  'fails when a jti is noted before the signature is verified': {
    outcome: 'fail',
    severity: 'high',
    use: () => true,
    before: (token, seen) => {
      const { jti } = unverified(token);
      if (jti === undefined) return undefined;
      if (seen.has(jti)) return 401;
      seen.set(jti, BURNED);
      return undefined;
    },
  },
  'leaves it open where a bad signature shuts a client out': {
    outcome: 'inconclusive',
    before: banning(),
  },
  'leaves it open when a limiter answers what follows a bad signature': {
    outcome: 'inconclusive',
    before: (token, seen) => {
      const { jti } = unverified(token);
      const again = jti !== undefined && seen.has(`seen ${jti}`);
      if (jti !== undefined) seen.set(`seen ${jti}`, BURNED);
      return again ? 429 : undefined;
    },
  },
});

/** A fail2ban that keeps out a subject in whose name a forged token came. */
function banning(): Behaviour['before'] {
  const banned = new Set<unknown>();
  const known = new Map<string, string>();
  return (token) => {
    const { sub, jti = '' } = unverified(token);
    const forged = known.has(jti) && known.get(jti) !== token;
    known.set(jti, token);
    if (forged) banned.add(sub);
    return banned.has(sub) ? 403 : undefined;
  };
}
