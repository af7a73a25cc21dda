import { allowedOrigin } from '../../../checks/cors/allowed-origin.ts';
import { ALLOWED, declaring, fastifyLike, suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

const rule = fastifyLike();

suite(allowedOrigin, {
  ...CORRECT,
  'fails when one declared origin is forgotten': {
    outcome: 'fail',
    severity: 'high',
    message: /"https:\/\/admin\.shop\.example" is not granted with credentials/,
    web: { cors: fastifyLike((origin) => origin === ALLOWED[0]) },
  },
  'fails when credentials are declared and not granted': {
    outcome: 'fail',
    web: {
      cors: (request) => {
        const { 'access-control-allow-credentials': _, ...headers } = rule(request).headers;
        return { ...rule(request), headers };
      },
    },
  },
  'fails when a declared header is granted by * only': {
    outcome: 'fail',
    message: /request header authorization is not granted/,
    web: {
      cors: (request) => ({
        ...rule(request),
        headers: { ...rule(request).headers, 'access-control-allow-headers': '*' },
      }),
    },
  },
  'fails when a declared method is not granted': {
    outcome: 'fail',
    message: /method PATCH is not granted/,
    against: (against) =>
      declaring({ cors: { ...against.policy.cors!, methods: ['GET', 'PATCH'] } })(against),
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
