import { authenticated } from '../../../checks/caching/authenticated.ts';
import { type Case, declaring, suite, undeclared } from '../web.ts';

const items = (...values: string[]): NonNullable<Case['web']> => ({
  answer: ({ url }) =>
    url === '/api/items'
      ? { status: 200, headers: { 'cache-control': values }, body: '{"data":[]}' }
      : undefined,
});
const asPrivate = declaring({ cache: { items: 'private' } });

suite(authenticated, {
  'fails on public': { outcome: 'fail', severity: 'high', web: items('public, max-age=60') },
  'fails on s-maxage': { outcome: 'fail', severity: 'high', web: items('max-age=0', 'S-MaxAge=60') },
  'fails lightly when nothing is said': { outcome: 'fail', severity: 'low', web: items() },
  'fails lightly on private where no-store is declared': {
    outcome: 'fail',
    severity: 'low',
    web: items('private'),
  },
  'fails lightly on no-cache': {
    outcome: 'fail',
    severity: 'low',
    web: items('no-cache'),
    against: asPrivate,
  },
  'fails more when a cookie or nothing carries the credentials': {
    outcome: 'fail',
    severity: 'medium',
    web: items('max-age=60'),
    against: (against) => ({
      ...asPrivate(against),
      endpoints: { ...against.endpoints, items: { path: '/api/items' } },
    }),
  },
  'passes on private where it is declared': {
    outcome: 'pass',
    web: items('private, max-age=60, must-revalidate'),
    against: asPrivate,
  },
  'passes on no-store where private is declared': {
    outcome: 'pass',
    web: items('No-Store, max-age=0'),
    against: asPrivate,
  },
  'passes on s-maxage=0 with private': {
    outcome: 'pass',
    web: items('private, s-maxage=0'),
    against: asPrivate,
  },
  'leaves it open when the endpoint refuses': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 401 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
  'does not apply to what is public': {
    outcome: 'not_applicable',
    against: declaring({ cache: { items: 'public' } }),
  },
});
