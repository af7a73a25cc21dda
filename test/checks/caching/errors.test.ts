import { errors } from '../../../checks/caching/errors.ts';
import { type Case, type Lines, suite, undeclared } from '../web.ts';

const on = (wanted: number, value: string | string[]): NonNullable<Case['web']> => ({
  headers: (status): Lines => (status === wanted ? { 'cache-control': value } : {}),
});
const row = (outcome: Case['outcome'], web: NonNullable<Case['web']>): Case => ({ outcome, web });
/** Nothing wants credentials: what is missing is missing for everybody. */
const open: NonNullable<Case['against']> = (against) => ({
  ...against,
  policy: { headers: { endpoints: ['live'] } },
  endpoints: { live: { path: '/live' } },
});

suite(errors, {
  'passes on no-store': row('pass', on(401, 'no-store')),
  'passes on private': row('pass', on(404, 'private, max-age=60')),
  'passes on public that is asked for each time': row('pass', on(404, 'public, max-age=0, must-revalidate')),
  'passes on max-age for one with a token': row('pass', on(404, 'max-age=60')),
  'passes on 405, which depends on nobody': row('pass', on(405, 'public, max-age=60')),
  'passes on a public 404 of a site for everybody': {
    outcome: 'pass',
    web: {
      answer: ({ url }) =>
        url === '/live' ? undefined : { status: 404, headers: { 'cache-control': 'public, max-age=60' } },
    },
    against: open,
  },
  'fails on a public 401': { ...row('fail', on(401, 'public, max-age=60')), severity: 'medium' },
  'fails on a public 404': row('fail', on(404, 'public, max-age=60')),
  'fails on s-maxage': row('fail', on(404, 's-maxage=60')),
  'fails on a 401 that anybody may keep': row('fail', on(401, 'max-age=60')),
  'fails on a public 429': {
    outcome: 'fail',
    web: {
      answer: ({ url }) =>
        url === '/live'
          ? { status: 429, headers: { 'retry-after': '3600', 'cache-control': 'public, max-age=60' } }
          : undefined,
    },
  },
  'looks beside cached endpoints where no headers are declared': {
    outcome: 'fail',
    web: on(401, 'public, max-age=60'),
    against: (against) => ({ ...against, policy: { cache: { items: 'no-store' } } }),
  },
  'leaves it open when no refusal can be provoked': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 200 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
