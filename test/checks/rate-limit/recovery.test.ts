import { recovery } from '../../../checks/rate-limit/recovery.ts';
import { HEADERS } from './service.ts';
import { suite } from './suite.ts';

suite(recovery, {
  'fails when Retry-After is too early': {
    outcome: 'fail',
    service: { window: 60_000, headers: () => ({ 'Retry-After': '1' }) },
    message: /not served again after 1s/,
  },
  'waits for the window where nothing is said': {
    outcome: 'pass',
    service: { headers: HEADERS.none },
    message: /after 2s/,
  },
  'leaves an escalation alone': {
    outcome: 'inconclusive',
    service: { headers: () => ({ 'Retry-After': '3600' }) },
    message: /much longer/,
  },
  'says when the wait is longer than a check may take': {
    outcome: 'inconclusive',
    service: { declared: { window: '10m' } },
    message: /needs to wait 10m.*maxWait is 5m/,
  },
});
