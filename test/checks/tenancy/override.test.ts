import { override } from '../../../checks/tenancy/override.ts';
import { type Asked, declaring, suite } from './service.ts';

const one = (value: string | string[] | undefined): string | undefined => [value].flat()[0];

suite(override, {
  'fails when a header chooses the tenant': {
    outcome: 'fail',
    severity: 'critical',
    message: /X-Tenant-Id/,
    whose: ({ tenant, headers }: Asked) => one(headers['x-tenant-id']) ?? tenant,
  },
  'fails when a parameter chooses the tenant of lists': {
    outcome: 'fail',
    message: /notes: .* query tenant/,
    whose: ({ tenant, query, path }) => (path === '/notes' ? (query.get('tenant') ?? tenant) : tenant),
  },
  'fails when the host chooses the tenant': {
    outcome: 'fail',
    message: /Host acme.notes.example/,
    against: declaring({ overrides: { host: 'acme.notes.example' } }),
    whose: ({ tenant, headers }) => (headers.host?.startsWith('acme.') ? 'acme' : tenant),
  },
  'fails when a header of a declared name chooses the tenant': {
    outcome: 'fail',
    against: declaring({ overrides: { headers: ['X-Workspace'], query: [] } }),
    whose: ({ tenant, headers }) => one(headers['x-workspace']) ?? tenant,
  },
  'passes where a claim is refused': {
    outcome: 'pass',
    answer: ({ headers, tenant }) =>
      headers['x-tenant-id'] !== undefined && headers['x-tenant-id'] !== tenant
        ? { status: 403, body: { error: 'not your tenant' } }
        : undefined,
  },
  'passes where a claim is repeated in an error': {
    outcome: 'pass',
    answer: ({ query }) =>
      query.has('tenant') ? { status: 400, body: { error: `unknown ${query.get('tenant')}` } } : undefined,
  },
  'does not apply where the tenant has no name': {
    outcome: 'not_applicable',
    message: /declare the tenant/,
    against: (service) => ({
      ...service,
      pools: {
        users: { kind: 'static', tokens: ['alice-token-0001'], use: 'check' },
        strangers: { kind: 'static', tokens: ['bob-token-000002'], use: 'check' },
      },
    }),
  },
  'leaves it open when it is shown without any claim': { outcome: 'inconclusive', whose: () => 'acme' },
  'leaves it open when claims meet an error': {
    outcome: 'inconclusive',
    answer: ({ query }) => (query.has('tenant') ? { status: 500, body: {} } : undefined),
  },
});
