import { liveness } from '../../../checks/health/liveness.ts';
import { type Case, suite, undeclared } from '../web.ts';

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
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
