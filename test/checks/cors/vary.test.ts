import { vary } from '../../../checks/cors/vary.ts';
import { fastifyLike, suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

const silent: ReturnType<typeof fastifyLike> = (request) => {
  const { vary: _, ...headers } = fastifyLike()(request).headers;
  return { ...fastifyLike()(request), headers };
};
const stored = ({
  url = '',
  headers,
}: {
  url?: string | undefined;
  headers: { authorization?: string | undefined };
}) => (url === '/api/items' && headers.authorization ? { status: 200, body: '{"data":[]}' } : undefined);

suite(vary, {
  ...CORRECT,
  'fails when the grant varies, may be stored, and Vary is silent': {
    outcome: 'fail',
    severity: 'medium',
    web: { cors: silent, answer: stored },
  },
  'passes when nothing may be stored': {
    outcome: 'pass',
    message: /nothing may be stored/,
    web: { cors: silent },
  },
  'passes without a policy where no grant is given': { outcome: 'pass', against: undeclared },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 502 }) },
  },
});
