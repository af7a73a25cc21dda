import { vary } from '../../../checks/cors/vary.ts';
import { fastifyLike, suite, undeclared } from '../web.ts';
import { CORRECT, changed } from './correct.ts';

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

const onGrantsOnly: Parameters<typeof changed>[0] = (headers) => {
  if (headers['access-control-allow-origin'] === undefined) headers['vary'] = [];
};
const aged = (value: string) => (request: Parameters<typeof stored>[0]) =>
  stored(request) && { ...stored(request)!, headers: { 'cache-control': value } };

suite(vary, {
  ...CORRECT,
  'fails when the grant varies, may be stored, and Vary is silent': {
    outcome: 'fail',
    severity: 'medium',
    cases: ['CORS-P11'],
    web: { cors: silent, answer: stored },
  },
  'fails when an answer without a grant may be used again for a page': {
    outcome: 'fail',
    severity: 'low',
    cases: ['CORS-P12'],
    web: { cors: changed(onGrantsOnly), answer: aged('private, max-age=60') },
  },
  'passes where such an answer is asked for again': {
    outcome: 'pass',
    web: { cors: changed(onGrantsOnly), answer: aged('private, no-cache, max-age=60') },
  },
  'passes where such an answer says nothing of its age': {
    outcome: 'pass',
    web: { cors: changed(onGrantsOnly), answer: stored },
  },
  'leaves it open in the quick profile': {
    outcome: 'inconclusive',
    message: /quick/,
    against: (against) => ({ ...against, profile: 'quick' }),
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
