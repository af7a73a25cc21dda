import { furtherEndpoints } from '../../../checks/cors/further-endpoints.ts';
import { ALLOWED, type Answer, type Case, fastifyLike, suite, undeclared } from '../web.ts';
import { alsoDeclaring } from './correct.ts';

const also: NonNullable<Case['against']> = (against) =>
  alsoDeclaring({ also: ['file', 'newest'] })({
    ...against,
    endpoints: {
      ...against.endpoints,
      newest: { path: '/api/newest', identity: 'users', expect: { status: 307 } },
    },
  } as typeof against);
const redirect = { status: 307, headers: { location: '/api/files/1' } };
const rule = fastifyLike();

/** A service that redirects, and grants on one path as it is told. */
function granting(
  path: string,
  grant: (origin: string | undefined) => Answer['headers'],
): NonNullable<Case['web']> {
  return {
    answer: ({ url }) => (url === '/api/newest' ? redirect : undefined),
    cors: (request) => {
      const { headers, ...rest } = rule(request);
      const own = request.url === path ? grant(request.headers.origin) : {};
      return { ...rest, headers: { ...headers, ...own } };
    },
  };
}
const none = () => ({ 'access-control-allow-origin': [] });

suite(furtherEndpoints, {
  'passes on a correct service': { outcome: 'pass', against: also, web: granting('', () => ({})) },
  'fails when a redirect has no grant': {
    outcome: 'fail',
    severity: 'low',
    cases: ['CORS-P18'],
    against: also,
    web: granting('/api/newest', none),
  },
  'fails when a download has no grant': {
    outcome: 'fail',
    severity: 'medium',
    cases: ['CORS-P19'],
    against: also,
    web: granting('/api/files/1', none),
  },
  'fails when a download is granted to any origin': {
    outcome: 'fail',
    severity: 'high',
    cases: ['CORS-P19'],
    against: also,
    web: granting('/api/files/1', (origin = ALLOWED[0]) => ({ 'access-control-allow-origin': origin! })),
  },
  'leaves it open where an endpoint does not answer as it should': {
    outcome: 'inconclusive',
    against: also,
    web: { answer: ({ url }) => (url === '/api/newest' ? { status: 404 } : undefined) },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
    against: also,
  },
  'does not apply where no further endpoint is declared': { outcome: 'not_applicable' },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
