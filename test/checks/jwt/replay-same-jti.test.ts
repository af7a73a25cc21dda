import { replaySameJti } from '../../../checks/jwt/replay-same-jti.ts';
import { hash, keyOf, once, suite } from './replay-service.ts';

suite(replaySameJti, {
  'fails when the text of the token is remembered': {
    outcome: 'fail',
    severity: 'high',
    use: once(({ token }) => token),
  },
  'fails when a hash of the token is remembered': { outcome: 'fail', use: once(({ token }) => hash(token)) },
  'fails when jti and exp are remembered': {
    outcome: 'fail',
    use: once((use) => `${keyOf(use)} ${use.claims.exp}`),
  },
});
