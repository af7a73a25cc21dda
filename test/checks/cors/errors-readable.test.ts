import { errorsReadable } from '../../../checks/cors/errors-readable.ts';
import { ALLOWED, type Case, suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

/** The grant is forgotten on one status. */
function bare(status: number): NonNullable<Case['web']> {
  return {
    answer: ({ method, url = '', headers }) => {
      const kind = headers.authorization === undefined ? 401 : url === '/api/tasks' ? 405 : 404;
      const lost = kind === status && method === 'GET' && url !== '/api/items';
      const unauthorised = status === 401 && kind === 401;
      return lost || unauthorised ? { status, headers: { 'access-control-allow-origin': [] } } : undefined;
    },
  };
}

suite(errorsReadable, {
  ...CORRECT,
  'fails when a 401 is not granted': {
    outcome: 'fail',
    severity: 'medium',
    message: /the 401 of GET/,
    web: bare(401),
  },
  'fails when a 404 is not granted': { outcome: 'fail', message: /the 404 of GET/, web: bare(404) },
  'fails when a 405 is not granted': { outcome: 'fail', message: /the 405 of GET/, web: bare(405) },
  'leaves it open when no error can be provoked': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 200, headers: { 'access-control-allow-origin': ALLOWED[0]! } }) },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
