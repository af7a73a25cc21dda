import { expect, test } from 'vitest';
import { liveness } from '../../../checks/health/liveness.ts';
import { type Against, runOne } from '../run.ts';
import { type Case, declaring, startWeb, suite, undeclared } from '../web.ts';

const promising = (health: NonNullable<Against['policy']['health']>): NonNullable<Case['against']> =>
  declaring({ health: { liveness: 'live', ...health } });

const live = (status: number, body = '{"status":"ok"}'): NonNullable<Case['web']> => ({
  answer: ({ url }) => (url === '/live' ? { status, body } : undefined),
});

suite(liveness, {
  'passes with a plain word, a version or components': {
    outcome: 'pass',
    web: live(200, '{"status":"UP","version":"1.2.3","components":{"db":{"status":"UP"}}}'),
  },
  'passes on 204': {
    outcome: 'pass',
    web: { answer: ({ url }) => (url === '/live' ? { status: 204 } : undefined) },
  },
  'passes after one lost answer': {
    outcome: 'pass',
    web: { answer: ({ url }, count) => (url === '/live' && count === 1 ? { status: 502 } : undefined) },
  },
  'fails when it wants credentials': { outcome: 'fail', severity: 'medium', web: live(401) },
  'fails when it is broken': { outcome: 'fail', web: live(500) },
  'fails when it tells a connection string': {
    outcome: 'fail',
    message: /a connection string/,
    web: live(200, '{"db":"postgres://app:hunter2@db.internal/shop"}'),
  },
  'fails when it tells a secret': {
    outcome: 'fail',
    message: /secret/,
    web: live(200, '{"api_key":"abcdef0123456789"}'),
  },
  'fails when it shows a stack trace': {
    outcome: 'fail',
    message: /a stack trace/,
    web: live(200, 'Error: x\n    at check (/srv/app/health.js:10:5)\n'),
  },
  'leaves it open when it is limited': { outcome: 'inconclusive', web: live(429) },
  'passes on bodies that tell no more than is declared': {
    outcome: 'pass',
    against: promising({ discloses: ['versions'], within: '5s' }),
    web: live(200, '{"status":"UP","info":{},"details":{},"version":"1.2.3","uptime":3.5}'),
  },
  'passes on text that is no JSON': {
    outcome: 'pass',
    against: promising({ discloses: [] }),
    web: live(200, 'ok: database and version checks are elsewhere'),
  },
  'passes with no-store among other directives': {
    outcome: 'pass',
    against: promising({ noStore: true }),
    web: {
      answer: ({ url }) =>
        url === '/live'
          ? { status: 200, headers: { 'cache-control': 'private, no-cache, No-Store, must-revalidate' } }
          : undefined,
    },
  },
  'fails when it may be kept, and must not be': {
    outcome: 'fail',
    message: /no-store/,
    against: promising({ noStore: true }),
  },
  'fails when it tells of dependencies': {
    outcome: 'fail',
    message: /details of dependencies \("db"\)/,
    against: promising({ discloses: ['versions'] }),
    web: live(200, '{"status":"UP","components":{},"all":[{"db":{"status":"UP"}}]}'),
  },
  'fails when it tells a version': {
    outcome: 'fail',
    message: /a version \("gitCommit"\)/,
    against: promising({ discloses: [] }),
    web: live(200, '{"status":"UP","gitCommit":"0a1b2c"}'),
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});

test.each([
  ['passes when one of three answers is quick', 2, 'pass'],
  ['fails when none is quick', 3, 'fail'],
])('%s', async (_, slow, outcome) => {
  let count = 0;
  const service = await startWeb({
    wait: ({ url }) => (url === '/live' && ++count <= slow ? 400 : 0),
  });
  try {
    const policy = { health: { liveness: 'live', within: '300ms' } };
    expect(await runOne(liveness, { ...service, policy })).toMatchObject({ outcome });
  } finally {
    await service.close();
  }
});
