import { expect, test } from 'vitest';
import { readiness } from '../../../checks/health/readiness.ts';
import { runOne } from '../run.ts';
import { startWeb, suite, undeclared } from '../web.ts';

suite(readiness, {
  'fails when it is ready without its dependency': {
    outcome: 'fail',
    severity: 'medium',
    web: {
      answer: ({ url }) => (url === '/ready' ? { status: 200, body: '{"status":"unhealthy"}' } : undefined),
    },
  },
  'leaves it open when it was not ready before': {
    outcome: 'inconclusive',
    web: { answer: ({ url }) => (url === '/ready' ? { status: 404 } : undefined) },
  },
  'leaves it open when the switch does not work': {
    outcome: 'inconclusive',
    message: /could not be switched off/,
    web: { answer: ({ url }) => (url === '/switch/down' ? { status: 404 } : undefined) },
  },
  'leaves it open when the dependency does not come back': {
    outcome: 'inconclusive',
    message: /could not be switched on again/,
    web: { answer: ({ url }) => (url === '/switch/up' ? { status: 500 } : undefined) },
  },
  'leaves it open when it is answered 500': {
    outcome: 'inconclusive',
    web: { answer: ({ url }, count) => (url === '/ready' && count > 1 ? { status: 500 } : undefined) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});

test('the dependency is switched on again, and readiness is asked while it is down', async () => {
  const service = await startWeb();
  try {
    await runOne(readiness, service);
    expect(service.seen).toEqual([
      'GET /ready',
      'POST /switch/down',
      'GET /ready',
      'POST /switch/up',
      'GET /ready',
    ]);
  } finally {
    await service.close();
  }
});
