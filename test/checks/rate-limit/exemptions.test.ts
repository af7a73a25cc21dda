import { exemptions } from '../../../checks/rate-limit/exemptions.ts';
import type { Against } from '../run.ts';
import { heldUp, limiterOf } from './limiters.ts';
import { QUOTA, WINDOW } from './service.ts';
import { declared, suite } from './suite.ts';

suite(exemptions, {
  'fails when the exempt endpoint is limited too': {
    outcome: 'fail',
    against: exempting('/health'),
    message: /health was rejected .* served afterwards/,
  },
  'passes when it is served': {
    outcome: 'pass',
    service: { spares: ['/health'] },
    against: exempting('/health'),
  },
  'leaves it open when the window ends before it is asked': {
    outcome: 'inconclusive',
    service: { racing: heldUp(limiterOf('fixed', QUOTA, WINDOW), WINDOW) },
    against: exempting('/health'),
    message: /the window ended before health/,
  },
  'leaves other answers open': {
    outcome: 'inconclusive',
    service: { refuses: ({ url }) => url === '/health' },
    against: exempting('/health'),
    message: /status 400/,
  },
});

/** Declares that the path is exempt. */
function exempting(path: string): (against: Against) => Against {
  return (against) => ({
    ...declared({ exempt: ['health'] })(against),
    endpoints: { ...against.endpoints, health: { path } },
  });
}
