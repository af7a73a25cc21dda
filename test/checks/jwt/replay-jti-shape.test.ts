import { replayJtiShape } from '../../../checks/jwt/replay-jti-shape.ts';
import { keyOf, once, suite } from './replay-service.ts';

suite(replayJtiShape, {
  'passes when whatever is no proper jti is rejected': {
    outcome: 'pass',
    use: (use) => (typeof use.claims.jti === 'string' && use.claims.jti !== '' ? once()(use) : 400),
  },
  'passes when an error speaks of the token alone': {
    outcome: 'pass',
    use: (use) => (typeof use.claims.jti === 'string' ? once()(use) : 422),
  },
  'fails when a missing jti is not remembered': {
    outcome: 'fail',
    severity: 'medium',
    message: /missing/,
    use: (use) => (use.claims.jti === undefined ? true : once()(use)),
  },
  'fails when what is falsy is not remembered': {
    outcome: 'fail',
    message: /missing, empty, number/,
    use: (use) => (use.claims.jti ? once()(use) : true),
  },
  'fails when a plain object remembers': {
    outcome: 'fail',
    message: /object/,
    use: (use) => {
      const { jti } = use.claims;
      return typeof jti === 'object' ? true : once()(use);
    },
  },
  'fails lightly when the service breaks each time': {
    outcome: 'fail',
    severity: 'low',
    message: /500/,
    use: (use) => (typeof use.claims.jti === 'object' ? 500 : once()(use)),
  },
  'leaves it open when a gateway in front has trouble': {
    outcome: 'inconclusive',
    use: (use) => (typeof use.claims.jti === 'object' ? 502 : once((each) => keyOf(each))(use)),
  },
});
