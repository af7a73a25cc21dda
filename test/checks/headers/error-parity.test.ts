import { errorParity } from '../../../checks/headers/error-parity.ts';
import { type Case, type Lines, secureHeaders, suite, undeclared } from '../web.ts';

const dropping = (status: number) => ({
  headers: (answered: number): Lines => (answered === status ? {} : secureHeaders()),
});

const redirecting = ({ url }: { url?: string | undefined }) =>
  url === '/moved' ? { status: 302, headers: { location: '/live' } } : undefined;

const withErrors: NonNullable<Case['against']> = (against) => ({
  ...against,
  policy: { ...against.policy, headers: { endpoints: ['items', 'live'], errors: ['moved'] } },
  endpoints: { ...against.endpoints, moved: { path: '/moved' } },
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
  'passes when only some good answers carry a header': {
    outcome: 'pass',
    web: {
      headers: (status, { url }): Lines => ({
        ...(status < 400 && { 'x-content-type-options': 'nosniff' }),
        ...(url === '/live' && { 'x-frame-options': 'DENY' }),
        ...(status >= 400 && { 'x-content-type-options': 'nosniff' }),
      }),
    },
  },
  'wants of a redirect only what browsers remember': {
    outcome: 'pass',
    web: {
      headers: (status): Lines => ({
        'referrer-policy': 'no-referrer',
        ...(status !== 302 && { 'x-content-type-options': 'nosniff' }),
      }),
      answer: redirecting,
    },
    against: withErrors,
  },
  'fails when a declared error is bare': {
    outcome: 'fail',
    message: /the 503 of/,
    web: { ...dropping(503), answer: ({ url }) => (url === '/moved' ? { status: 503 } : undefined) },
    against: withErrors,
  },
  'fails when a 429 on the way is bare': {
    outcome: 'fail',
    message: /the 429 of/,
    web: {
      ...dropping(429),
      answer: ({ url }) =>
        url === '/live' ? { status: 429, headers: { 'retry-after': '3600' } } : undefined,
    },
  },
  'passes when good answers carry nothing either': { outcome: 'pass', web: { headers: () => ({}) } },
  'leaves it open when the good answer is none': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 401 }) },
  },
  'leaves it open when no error can be provoked': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 200 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
