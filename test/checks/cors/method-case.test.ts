import { methodCase } from '../../../checks/cors/method-case.ts';
import { suite, undeclared } from '../web.ts';
import { alsoDeclaring, setting } from './correct.ts';

const patching = alsoDeclaring({ methods: ['GET', 'PATCH'] });
const methods = (value: string) => ({ cors: setting({ 'access-control-allow-methods': value }) });

suite(methodCase, {
  'passes on a correct service': { outcome: 'pass', against: patching, web: methods('GET,PATCH') },
  'passes where both are listed': { outcome: 'pass', against: patching, web: methods('get, patch, PATCH') },
  'passes where the method is not listed at all': { outcome: 'pass', against: patching, web: methods('GET') },
  'fails when it is listed in lower case': {
    outcome: 'fail',
    severity: 'medium',
    against: patching,
    web: methods('GET, patch'),
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
    against: patching,
  },
  'does not apply where methods need no grant': { outcome: 'not_applicable' },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
