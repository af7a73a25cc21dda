import { unverifiedKey } from '../../../checks/rate-limit/unverified-key.ts';
import { limiterOf, slowed } from './limiters.ts';
import { HEADERS, QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

const fixed = limiterOf('fixed', QUOTA, WINDOW);
const bucket = limiterOf('bucket', QUOTA, WINDOW);

suite(unverifiedKey, {
  'fails when bad tokens count': {
    outcome: 'fail',
    service: { verifiesLate: true },
    message: /used up the quota of the subject/,
  },
  'passes when they do not': { outcome: 'pass', message: /served after a quota of bad tokens/ },
  'leaves it open when bad tokens are accepted': {
    outcome: 'inconclusive',
    service: { verifies: false },
    message: /wrong signature is accepted/,
  },
  'leaves it open when failures shut out the whole address': {
    outcome: 'inconclusive',
    service: { verifiesLate: true, key: () => 'everyone' },
  },
  'leaves it open when the window ends before the victim is asked': {
    outcome: 'inconclusive',
    service: { verifiesLate: true, racing: slowed(fixed, 110) },
    message: /the window ended before the subject/,
  },
  'asks until a bucket that fills up meanwhile is empty': {
    outcome: 'inconclusive',
    service: { verifiesLate: true, racing: slowed(bucket, 30), headers: HEADERS.bare },
    message: /once only|the window ended/,
  },
  'does not apply to limits by address': {
    outcome: 'not_applicable',
    service: { declared: { scope: 'ip' } },
  },
});
