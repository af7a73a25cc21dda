import { errorsNotGranted } from '../../../checks/cors/errors-not-granted.ts';
import { ALLOWED, fastifyLike, suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

const onErrors = (grants: (origin: string) => boolean): ReturnType<typeof fastifyLike> => {
  const lax = fastifyLike((origin) => ALLOWED.includes(origin) || grants(origin));
  return (request) =>
    (request.url === '/api/items' && request.headers.authorization ? fastifyLike() : lax)(request);
};

suite(errorsNotGranted, {
  ...CORRECT,
  'fails when errors repeat any origin': {
    outcome: 'fail',
    severity: 'high',
    message: /the 401 of GET/,
    web: { cors: onErrors(() => true) },
  },
  'fails when errors are granted to null': {
    outcome: 'fail',
    web: { cors: onErrors((origin) => origin === 'null') },
  },
  'leaves it open when no error can be provoked': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 200 }) },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
