import { twoLocations } from '../../../checks/jwt/two-locations.ts';
import { anywhere } from './lax.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(twoLocations, {
  'fails when both are taken': {
    outcome: 'fail',
    service: { tokenOf: anywhere },
    against: declaring({ locations: ['header', 'query'] }),
    severity: 'low',
  },
  'passes where one alone is': {
    outcome: 'pass',
    service: {
      tokenOf: (asked) =>
        asked.headers['authorization'] && Object.keys(asked.query as object).length > 0
          ? undefined
          : anywhere(asked),
    },
    against: declaring({ locations: ['header', 'query'] }),
  },
  'leaves it open where the query is not read': {
    outcome: 'inconclusive',
    against: declaring({ locations: ['header', 'query'] }),
    message: /queryParameter/,
  },
  'does not apply to one location': {
    outcome: 'not_applicable',
    against: declaring({ locations: ['header'] }),
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
