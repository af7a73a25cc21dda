import { schemeRequired } from '../../../checks/jwt/scheme-required.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(schemeRequired, {
  'fails when the last word counts': {
    outcome: 'fail',
    service: {
      tokenOf: ({ headers }) => (headers['authorization'] as string | undefined)?.split(' ').at(-1),
    },
    against: declaring({ locations: ['header'] }),
    severity: 'medium',
  },
  'passes where the scheme counts': { outcome: 'pass', against: declaring({ locations: ['header'] }) },
  'does not apply where nothing is declared': { outcome: 'not_applicable', message: /locations/ },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
