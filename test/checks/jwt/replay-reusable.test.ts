import { replayReusable } from '../../../checks/jwt/replay-reusable.ts';
import { declaring, once, suite } from './replay-service.ts';

const REUSABLE = declaring({ replay: 'reusable' });
const good = { against: REUSABLE, use: () => true as const };

suite(
  replayReusable,
  {
    'passes on tokens that may be used again': { outcome: 'pass', ...good },
    'passes where tokens are audited and never rejected': {
      outcome: 'pass',
      against: REUSABLE,
      use: (use) => once()(use) === true || true,
    },
    'does not apply to one-time tokens': { outcome: 'not_applicable', message: /reusable/ },
    'fails when the second use is rejected': {
      outcome: 'fail',
      severity: 'high',
      against: REUSABLE,
      use: once(),
    },
    'leaves it open when a limiter counts tokens': {
      outcome: 'inconclusive',
      against: REUSABLE,
      use: once(undefined, 10, 429),
    },
  },
  { except: 'all' },
);
