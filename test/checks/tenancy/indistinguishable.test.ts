import { indistinguishable } from '../../../checks/tenancy/indistinguishable.ts';
import { type Answer, type Asked, declaring, MISSING, suite } from './service.ts';

/** Answers what exists and is another's in its own way. */
const told = (answer: Answer) => ({
  missing: ({ note }: Asked) => (note === undefined ? MISSING : answer),
});

suite(indistinguishable, {
  'fails when the status tells': {
    outcome: 'fail',
    severity: 'medium',
    message: /status 403 rather than 404/,
    ...told({ status: 403, body: { error: 'not found' } }),
  },
  'fails when the text tells': { outcome: 'fail', ...told({ status: 404, body: { error: 'not yours' } }) },
  'fails when a member tells': {
    outcome: 'fail',
    ...told({ status: 404, body: { error: 'not found', owner: true } }),
  },
  'fails when a header tells': {
    outcome: 'fail',
    message: /header etag/,
    ...told({ ...MISSING, headers: { etag: '"1"' } }),
  },
  'fails when the text tells among much that varies': {
    outcome: 'fail',
    missing: ({ note, count }) => ({
      status: 404,
      body: { id: crypto.randomUUID(), count, error: note ? 'denied' : 'unknown' },
    }),
  },
  'passes where the refusal varies by chance': {
    outcome: 'pass',
    missing: () => ({ status: 404, body: { tip: `${Math.random() < 0.5 ? 'have' : 'get'} a look` } }),
  },
  'does not apply where 403 is declared': {
    outcome: 'not_applicable',
    against: declaring({ mismatch: 403 }),
    ...told({ status: 403, body: {} }),
  },
  'leaves it open when what is absent is malformed': {
    outcome: 'inconclusive',
    message: /rather than 404/,
    answer: ({ path }) => (path === '/notes/acme-9' ? { status: 400, body: {} } : undefined),
  },
  'leaves it open when the intruder is limited': {
    outcome: 'inconclusive',
    answer: ({ tenant }) => (tenant === 'globex' ? { status: 429, body: {} } : undefined),
  },
  'leaves it open when the token of the other is not accepted': {
    outcome: 'inconclusive',
    answer: ({ tenant }) => (tenant === 'globex' ? { status: 401, body: {} } : undefined),
  },
  'leaves it open when the other may read it': { outcome: 'inconclusive', whose: () => 'acme' },
});
