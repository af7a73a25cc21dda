import { expect, test } from 'vitest';
import { expectations } from '../../../checks/endpoints/expectations.ts';
import { runOne } from '../run.ts';
import { type Case, type Service, startWeb, suite } from '../web.ts';

const items = (body: string, status = 200): NonNullable<Case['web']> => ({
  answer: ({ url }) => (url === '/api/items' ? { status, body } : undefined),
});
const streaming = (body: string): Pick<Case, 'web' | 'against'> => ({
  web: { answer: ({ url }) => (url === '/stream' ? { status: 200, body } : undefined) },
  against: (against: Service) => ({
    ...against,
    endpoints: { stream: { path: '/stream', stream: { terminal: { event: 'done' } } } },
  }),
});

suite(expectations, {
  'fails on another body': {
    outcome: 'fail',
    severity: 'high',
    message: /items \(GET "\/api\/items"\)/,
    web: items('{"data":{}}'),
  },
  'fails on another status': { outcome: 'fail', web: items('{"data":[]}', 404) },
  'fails on an error': { outcome: 'fail', web: items('', 500) },
  'passes after one lost answer': {
    outcome: 'pass',
    web: { answer: ({ url }, count) => (url === '/api/items' && count === 1 ? { status: 502 } : undefined) },
  },
  'passes on a body that is longer than what is stored': {
    outcome: 'pass',
    web: items(`{"data":["${'x'.repeat(200_000)}"]}`),
  },
  'leaves it open when it is limited': { outcome: 'inconclusive', web: items('', 429) },
  'passes on a stream with its terminal event': {
    outcome: 'pass',
    ...streaming('event: value\ndata: 1\n\nevent: done\ndata: {}\n\n'),
  },
  'fails on a stream without it': {
    outcome: 'fail',
    message: /terminal event/,
    ...streaming('event: value\ndata: 1\n\nevent: done\ndata: {}'),
  },
  'does not apply without endpoints': {
    outcome: 'not_applicable',
    against: (against) => ({ ...against, policy: {}, endpoints: {} }),
  },
});

test('nothing that writes, or that wants data, is called', async () => {
  const service = await startWeb();
  try {
    const endpoints = { ...service.endpoints, byId: { path: '/api/items/{id}' } };
    const { message } = await runOne(expectations, { ...service, endpoints });
    expect(service.seen.filter((each) => /tasks|items\//.test(each))).toEqual([]);
    expect(message).toContain('2 may not be called');
  } finally {
    await service.close();
  }
});
