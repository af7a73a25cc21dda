import { crossTenantRead } from '../../../checks/tenancy/cross-tenant-read.ts';
import { type Answer, type Asked, type Behaviour, declaring, suite } from './service.ts';

/** Answers the intruder's request for the owner's note. */
const toBob = (answer: Answer): Behaviour => ({
  answer: ({ tenant, note }: Asked) => (tenant === 'globex' && note?.tenant === 'acme' ? answer : undefined),
});
const status = (code: number): Behaviour => toBob({ status: code, body: {} });
const MARKED = { text: 'acme-secret-1' };

suite(crossTenantRead, {
  'fails when the other tenant reads it': {
    outcome: 'fail',
    severity: 'critical',
    ...toBob({ status: 200, body: MARKED }),
  },
  'fails when an error tells it': {
    outcome: 'fail',
    severity: 'critical',
    ...toBob({ status: 404, body: MARKED }),
  },
  'fails when a header tells it': {
    outcome: 'fail',
    severity: 'critical',
    ...toBob({ status: 404, body: {}, headers: { 'x-title': 'acme-secret-1' } }),
  },
  'fails when it comes after much else': {
    outcome: 'fail',
    severity: 'critical',
    ...toBob({ status: 200, body: `${' '.repeat(200_000)}acme-secret-1` }),
  },
  'fails lightly when the refusal is not the declared one': {
    outcome: 'fail',
    severity: 'low',
    message: /answered 403 .* rather than the declared 404/,
    ...status(403),
  },
  'passes on 403 where that is declared': {
    outcome: 'pass',
    against: declaring({ mismatch: 403 }),
    ...status(403),
  },
  'passes on any refusal where none is declared': {
    outcome: 'pass',
    against: declaring({ mismatch: undefined }),
    ...status(403),
  },
  'leaves it open when the token of the other is not accepted': { outcome: 'inconclusive', ...status(401) },
  'leaves it open when 200 comes without the marker': { outcome: 'inconclusive', ...status(200) },
  'leaves it open when the intruder is limited': { outcome: 'inconclusive', ...status(429) },
  'leaves it open when the intruder meets an error': { outcome: 'inconclusive', ...status(500) },
  'leaves it open when the owner cannot read it': {
    outcome: 'inconclusive',
    message: /the owner's request/,
    answer: ({ path }) => (path === '/notes/acme-1' ? { status: 404, body: {} } : undefined),
  },
  'leaves it open when the owner can read it no longer': {
    outcome: 'inconclusive',
    answer: ({ count }) => (count > 3 ? { status: 404, body: {} } : undefined),
  },
  'leaves it open when everybody may read it': {
    outcome: 'inconclusive',
    message: /without any credentials/,
    answer: ({ note }) => (note ? { status: 200, body: note } : undefined),
  },
});
