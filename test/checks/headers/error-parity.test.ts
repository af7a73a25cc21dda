import { errorParity } from '../../../checks/headers/error-parity.ts';
import { type Lines, secureHeaders, suite, undeclared } from '../web.ts';

const dropping = (status: number) => ({
  headers: (answered: number): Lines => (answered === status ? {} : secureHeaders()),
});

suite(errorParity, {
  'fails when a 404 is bare': { outcome: 'fail', severity: 'low', message: /the 404 of/, web: dropping(404) },
  'fails when a 401 is bare': { outcome: 'fail', message: /the 401 of/, web: dropping(401) },
  'fails when a 405 is bare': { outcome: 'fail', message: /the 405 of/, web: dropping(405) },
  'passes when errors have another policy, as the 404 of Express': {
    outcome: 'pass',
    web: {
      headers: (status): Lines => ({
        ...secureHeaders(),
        ...(status === 404 && { 'content-security-policy': "default-src 'none'" }),
      }),
    },
  },
  'passes when good answers carry nothing either': { outcome: 'pass', web: { headers: () => ({}) } },
  'leaves it open when the good answer is none': {
    outcome: 'inconclusive',
    web: { answer: ({ url }) => (url === '/api/items' ? { status: 401 } : undefined) },
  },
  'leaves it open when no error can be provoked': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 200 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
