import { unverifiedKey } from '../../../checks/rate-limit/unverified-key.ts';
import { suite } from './suite.ts';

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
  'does not apply to limits by address': {
    outcome: 'not_applicable',
    service: { declared: { scope: 'ip' } },
  },
});
