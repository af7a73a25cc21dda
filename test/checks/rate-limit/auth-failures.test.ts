import { authFailures } from '../../../checks/rate-limit/auth-failures.ts';
import type { Against } from '../run.ts';
import { suite } from './suite.ts';

suite(authFailures, {
  'fails when there is no end to failures': {
    outcome: 'fail',
    against: declaringFailures,
    message: /23 failures and no 429, where 10/,
  },
  'passes when they are limited': {
    outcome: 'pass',
    service: { verifiesLate: true, quota: 10, key: ({ socket }) => String(socket.remoteAddress) },
    against: declaringFailures,
    message: /after 10 failures/,
  },
  'leaves it open when twice as many are let through': {
    outcome: 'inconclusive',
    service: { verifiesLate: true, quota: 21, key: ({ socket }) => String(socket.remoteAddress) },
    against: declaringFailures,
    message: /after 21 failures, .* unless the window ended/,
  },
  'leaves it open when bad tokens are accepted': {
    outcome: 'inconclusive',
    service: { verifies: false },
    against: declaringFailures,
    message: /status 200/,
  },
  'does not apply where nothing is declared': { outcome: 'not_applicable' },
});

function declaringFailures(against: Against): Against {
  const failures = { endpoint: 'limited', identity: 'agents', quota: 10, window: '2s' };
  return { ...against, policy: { authFailures: [failures] } };
}
