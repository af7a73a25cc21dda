import { exposeHeaders } from '../../../checks/cors/expose-headers.ts';
import { suite, undeclared } from '../web.ts';
import { alsoDeclaring, setting } from './correct.ts';

const declared = alsoDeclaring({ expose: ['X-Request-Id', 'Retry-After'] });
const sent = { 'x-request-id': '1' };

suite(exposeHeaders, {
  'passes on a correct service': {
    outcome: 'pass',
    against: declared,
    web: { cors: setting({ ...sent, 'access-control-expose-headers': 'Retry-After, x-request-id' }) },
  },
  'passes where a header that is not sent is not exposed': {
    outcome: 'pass',
    against: declared,
    web: { cors: setting({ ...sent, 'access-control-expose-headers': 'x-request-id' }) },
  },
  'passes where * exposes all, without credentials': {
    outcome: 'pass',
    against: alsoDeclaring({ credentials: false, expose: ['X-Request-Id'] }),
    web: { cors: setting({ ...sent, 'access-control-expose-headers': '*' }) },
  },
  'fails when a header that is sent is hidden': {
    outcome: 'fail',
    severity: 'low',
    message: /does not expose X-Request-Id( \(|$)/,
    against: declared,
    web: { cors: setting(sent) },
  },
  'fails when it is left to *, with credentials': {
    outcome: 'fail',
    against: declared,
    web: { cors: setting({ ...sent, 'access-control-expose-headers': '*' }) },
  },
  'leaves it open where no page may read anything': {
    outcome: 'inconclusive',
    against: declared,
    web: { cors: setting({ ...sent, 'access-control-allow-origin': undefined }) },
  },
  'leaves it open where none is sent': { outcome: 'inconclusive', against: declared },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
    against: declared,
  },
  'does not apply where none is declared': { outcome: 'not_applicable' },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
