import { undeclaredLocation } from '../../../checks/jwt/undeclared-location.ts';
import { anywhere } from './lax.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(undeclaredLocation, {
  'fails when tokens are found elsewhere': {
    outcome: 'fail',
    service: { tokenOf: anywhere },
    against: declaring({ locations: ['header'] }),
    message: /query, in the cookie/,
    severity: 'medium',
  },
  'passes where only the header is read': { outcome: 'pass', against: declaring({ locations: ['header'] }) },
  'leaves declared locations alone': {
    outcome: 'not_applicable',
    service: { tokenOf: anywhere },
    against: declaring({ locations: ['header', 'query', 'cookie'] }),
    message: /every location/,
  },
  'does not apply where nothing is declared': { outcome: 'not_applicable', message: /locations/ },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
