import { replayLeeway } from '../../../checks/jwt/replay-leeway.ts';
import { declaring, once, suite } from './replay-service.ts';
import { TOLERANCE } from './verifier.ts';

suite(replayLeeway, {
  'fails when a token is forgotten at exp': { outcome: 'fail', severity: 'high', use: once(undefined, 0) },
  'fails when a token is forgotten soon after exp': { outcome: 'fail', use: once(undefined, 2) },
  'passes where the tolerance is less than is declared': {
    outcome: 'pass',
    use: (use) => (Number(use.claims.exp) * 1000 < Date.now() ? 401 : once()(use)),
  },
  'passes where more is remembered than must be': { outcome: 'pass', use: once(undefined, 10 * TOLERANCE) },
  'does not apply without a tolerance': {
    outcome: 'not_applicable',
    against: declaring({ tolerance: '0s' }),
    message: /declare a tolerance/,
  },
});
