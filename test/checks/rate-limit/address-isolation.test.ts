import { addressIsolation } from '../../../checks/rate-limit/address-isolation.ts';
import { heldUp, limiterOf } from './limiters.ts';
import { QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

const BY_ADDRESS = { scope: 'ip', identity: undefined } as const;
const ADDRESSES = ['127.0.0.2', '127.0.0.3'];

suite(addressIsolation, {
  'fails when addresses share a bucket': {
    outcome: 'fail',
    service: { key: () => 'everyone', declared: BY_ADDRESS, sourceAddresses: ADDRESSES },
    message: /two addresses together were served 20/,
  },
  'passes when they do not': {
    outcome: 'pass',
    service: { declared: BY_ADDRESS, sourceAddresses: ADDRESSES },
  },
  'leaves it open when the window ends before another is asked': {
    outcome: 'inconclusive',
    service: {
      key: () => 'everyone',
      racing: heldUp(limiterOf('fixed', QUOTA, WINDOW), WINDOW),
      declared: BY_ADDRESS,
      sourceAddresses: ADDRESSES,
    },
    message: /the window ended before a client at another address/,
  },
  'wants two addresses': {
    outcome: 'not_applicable',
    service: { declared: BY_ADDRESS },
    message: /two or more/,
  },
});
