import { literalWildcard } from '../../../checks/cors/literal-wildcard.ts';
import { suite, undeclared } from '../web.ts';
import { alsoDeclaring, CORRECT, setting } from './correct.ts';

const allowHeaders = (value: string) => ({ cors: setting({ 'access-control-allow-headers': value }) });

suite(literalWildcard, {
  ...CORRECT,
  'passes where * stands beside the names': { outcome: 'pass', web: allowHeaders('*, authorization') },
  'passes where * covers what is declared, without credentials': {
    outcome: 'pass',
    against: alsoDeclaring({ credentials: false, headers: ['authorization', 'x-id'], methods: ['DELETE'] }),
    web: {
      cors: setting({
        'access-control-allow-headers': '*, Authorization',
        'access-control-allow-methods': '*',
      }),
    },
  },
  'fails when Authorization is left to *, without credentials': {
    outcome: 'fail',
    message: /does not cover authorization/,
    against: alsoDeclaring({ credentials: false }),
    web: allowHeaders('*'),
  },
  'fails when a header is left to *, with credentials': {
    outcome: 'fail',
    severity: 'medium',
    against: alsoDeclaring({ headers: ['x-id'] }),
    web: allowHeaders('*'),
  },
  'fails when a method is left to *, with credentials': {
    outcome: 'fail',
    message: /does not cover DELETE/,
    against: alsoDeclaring({ methods: ['GET', 'DELETE'] }),
    web: { cors: setting({ 'access-control-allow-methods': '*' }) },
  },
  'fails when an exposed header is left to *, with credentials': {
    outcome: 'fail',
    message: /does not cover x-request-id/,
    against: alsoDeclaring({ expose: ['x-request-id'] }),
    web: { cors: setting({ 'access-control-expose-headers': '*' }) },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply where * covers everything': {
    outcome: 'not_applicable',
    against: alsoDeclaring({ credentials: false, headers: [] }),
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
