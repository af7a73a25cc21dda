import { crossTenantRead } from '../../../checks/tenancy/cross-tenant-read.ts';
import { type Case, declaring, MARKER, suite, undeclared } from '../web.ts';

/** Answers the intruder, whose token is Bob's. */
const toBob = (status: number, body = '{}'): NonNullable<Case['web']> => ({
  answer: ({ url, headers }) =>
    url === '/api/files/1' && headers.authorization?.includes('bob') ? { status, body } : undefined,
});

suite(crossTenantRead, {
  'fails when the other tenant reads it': { outcome: 'fail', severity: 'critical', web: toBob(200, MARKER) },
  'fails when an error tells it': {
    outcome: 'fail',
    severity: 'critical',
    web: toBob(404, `not yours: ${MARKER}`),
  },
  'fails lightly when the refusal tells that it exists': {
    outcome: 'fail',
    severity: 'low',
    message: /answered 403 .* rather than the declared 404/,
    web: toBob(403),
  },
  'passes on 403 where that is declared': {
    outcome: 'pass',
    web: toBob(403),
    against: (against) => declaring({ tenancy: { ...against.policy.tenancy!, mismatch: 403 } })(against),
  },
  'leaves it open when 200 comes without the marker': { outcome: 'inconclusive', web: toBob(200) },
  'leaves it open when the intruder is limited': { outcome: 'inconclusive', web: toBob(429) },
  'leaves it open when the intruder meets an error': { outcome: 'inconclusive', web: toBob(500) },
  'leaves it open when the owner cannot read it': {
    outcome: 'inconclusive',
    message: /the owner's request/,
    web: { answer: ({ url }) => (url === '/api/files/1' ? { status: 404 } : undefined) },
  },
  'leaves it open when the owner can read it no longer': {
    outcome: 'inconclusive',
    web: { answer: ({ url }, count) => (url === '/api/files/1' && count > 3 ? { status: 404 } : undefined) },
  },
  'leaves it open when everybody may read it': {
    outcome: 'inconclusive',
    message: /without any credentials/,
    web: { answer: ({ url }) => (url === '/api/files/1' ? { status: 200, body: MARKER } : undefined) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
