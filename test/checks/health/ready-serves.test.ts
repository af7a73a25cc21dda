import { readyServes } from '../../../checks/health/ready-serves.ts';
import { type Case, declaring, type Service, suite, undeclared } from '../web.ts';

const serving = (...serves: string[]): NonNullable<Case['against']> =>
  declaring({ health: { readiness: 'ready', serves } });
const items = (status: number, until = Number.POSITIVE_INFINITY): NonNullable<Case['web']> => ({
  answer: ({ url }, count) => (url === '/api/items' && count <= until ? { status } : undefined),
});
const against = serving('items', 'file');

/** The service with an endpoint whose right answer is 503. */
const expecting503 = (service: Service) => {
  const declared = against(service);
  return {
    ...declared,
    endpoints: { ...service.endpoints, items: { path: '/api/items', expect: { status: 503 } } },
  };
};

suite(readyServes, {
  'passes on a correct service': { outcome: 'pass', against },
  'passes after one lost answer': { outcome: 'pass', against, web: items(502, 1) },
  'passes when the error is what is expected': { outcome: 'pass', against: expecting503, web: items(503) },
  'fails when a real request is answered 500': {
    outcome: 'fail',
    severity: 'high',
    message: /readiness is answered 200 while GET "\/api\/items" was answered 500/,
    against,
    web: items(500),
  },
  'fails when a real request is hung up on': {
    outcome: 'fail',
    against,
    web: { hangUp: ({ url }) => url === '/api/items' },
  },
  'leaves it open when the request is not let in': { outcome: 'inconclusive', against, web: items(401) },
  'leaves it open when the request is limited': { outcome: 'inconclusive', against, web: items(429) },
  'leaves it open when it is not ready': {
    outcome: 'inconclusive',
    against,
    web: { answer: ({ url }) => (url === '/ready' ? { status: 503 } : undefined) },
  },
  'leaves it open when it is ready no longer': {
    outcome: 'inconclusive',
    against,
    web: {
      answer: ({ url }, count) =>
        url === '/ready' && count > 1 ? { status: 503 } : items(500).answer?.({ url } as never, count),
    },
  },
  'does not apply to endpoints that checks may not call': {
    outcome: 'not_applicable',
    against: serving('tasks'),
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
