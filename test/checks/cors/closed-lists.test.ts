import { closedLists } from '../../../checks/cors/closed-lists.ts';
import { fastifyLike, suite, undeclared } from '../web.ts';
import { alsoDeclaring, setting } from './correct.ts';

const closed = alsoDeclaring({ closed: ['methods', 'headers'] });
const rule = fastifyLike();
const echo =
  (asked: 'method' | 'headers', granted: string): typeof rule =>
  (request) => {
    const value = request.headers[`access-control-request-${asked}`];
    const { headers, ...rest } = rule(request);
    return { ...rest, headers: { ...headers, ...(value !== undefined && { [granted]: value }) } };
  };

suite(closedLists, {
  'passes on a correct service': { outcome: 'pass', against: closed },
  'passes where a * is a name like any other': {
    outcome: 'pass',
    against: closed,
    web: { cors: setting({ 'access-control-allow-methods': '*', 'access-control-allow-headers': '*' }) },
  },
  'passes where libraries echo headers and only methods are closed': {
    outcome: 'pass',
    against: alsoDeclaring({ closed: ['methods'] }),
    web: { cors: echo('headers', 'access-control-allow-headers') },
  },
  'fails when a method is listed that is not declared': {
    outcome: 'fail',
    cases: ['CORS-P03'],
    severity: 'low',
    message: /the method DELETE/,
    against: closed,
    web: { cors: setting({ 'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE' }) },
  },
  'fails when methods are echoed': {
    outcome: 'fail',
    cases: ['CORS-P03'],
    against: closed,
    web: { cors: echo('method', 'access-control-allow-methods') },
  },
  'fails when headers are echoed': {
    outcome: 'fail',
    cases: ['CORS-P04'],
    against: closed,
    web: { cors: echo('headers', 'access-control-allow-headers') },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
    against: closed,
  },
  'leaves it open in the quick profile': {
    outcome: 'inconclusive',
    message: /quick/,
    against: (against) => ({ ...closed(against), profile: 'quick' }),
  },
  'does not apply where lists are not closed': { outcome: 'not_applicable' },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
