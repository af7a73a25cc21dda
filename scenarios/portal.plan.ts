import { DEMO_ONLY_RSA_PRIVATE_KEY, DEMO_ONLY_RSA_PUBLIC_KEY } from '../src/demo/keys.ts';
import { definePlan, type PlanInput } from '../src/index.ts';
import { portalGates, portalTriggers } from './portal.gates.ts';
import { EXACT_HEADERS } from './scholarship.policy.ts';

const WINDOW = '${CANARY_WINDOW:-5s}';

/** What every token of the portal has; the claim `tenant` tells whose data it opens. */
const token = {
  kind: 'jwt',
  algorithm: 'RS256',
  key: `\${CANARY_PORTAL_KEY:-${DEMO_ONLY_RSA_PRIVATE_KEY}}`,
  issuer: 'portal-identity',
  audience: 'portal-api',
  lifetime: '30m',
  class: 'authenticated',
} as const;

const per = (limit: number, endpoints: string[]) =>
  ({ limit, endpoints, window: WINDOW, scope: 'subject' }) as const;

/** Files are limited to 120 a minute, everything else to 300. */
const quota = [
  per(300, ['contacts', 'jobs']),
  per(120, ['files', 'files-page', 'file', 'newest-file', 'signed-url', 'brief-url']),
];

const list = (path: string) => ({
  path,
  identity: 'users',
  expect: { status: 200, json: { '$.data': { type: 'array', minLength: 1 } as const } },
});

const policy: PlanInput['policy'] = {
  // Pages send tokens, no cookies; each tenant has a host of its own.
  cors: {
    endpoint: 'contacts',
    origins: ['https://portal.example', 'https://admin.portal.example'],
    subdomains: ['https://*.tenants.portal.example'],
    methods: ['GET', 'PATCH'],
    headers: ['Authorization', 'Content-Type'],
    closed: ['methods', 'headers'],
    expose: ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
    maxAge: 600,
    also: ['file', 'newest-file'],
  },
  jwt: {
    endpoint: 'contacts',
    identity: 'users',
    issuer: 'portal-identity',
    audience: 'portal-api',
    algorithm: 'RS256',
    algorithms: ['RS256'],
    issuedAt: 'past',
    locations: ['header'],
    publicKey: `\${CANARY_PORTAL_PUBLIC_KEY:-${DEMO_ONLY_RSA_PUBLIC_KEY}}`,
    required: ['exp'],
    tolerance: '10s',
    lifetime: '1800s',
  },
  limits: [
    {
      name: 'files',
      endpoint: 'files',
      identity: 'users',
      quota: 120,
      window: WINDOW,
      scope: 'subject',
      algorithm: 'fixed-window',
      headers: 'draft-6',
    },
    {
      name: 'exports',
      endpoint: 'exports',
      identity: 'users',
      quota: 20,
      window: WINDOW,
      scope: 'subject',
      algorithm: 'sliding-window',
      headers: 'draft-6',
    },
  ],
  authFailures: [{ endpoint: 'exports', identity: 'users', quota: 15, window: WINDOW }],
  headers: {
    profile: 'html',
    endpoints: ['health', 'contacts', 'jobs', 'files', 'file', 'page'],
    errors: ['newest-file'],
    plain: '${CANARY_URL:-http://127.0.0.1:4010}/portal',
    exact: EXACT_HEADERS,
    hsts: { minAge: 31_536_000, includeSubDomains: true, preload: true },
  },
  cookies: { endpoints: ['session'], session: ['portal_session'] },
  cache: { contacts: 'no-store', jobs: 'no-store', files: 'no-store', file: 'private', page: 'public' },
  files: [
    { endpoint: 'signed-url', other: '/v1/download/acme-0003', cache: 'private' },
    { endpoint: 'brief-url', validity: '3s', cache: 'private' },
  ],
  tenancy: {
    mismatch: 404,
    resources: [
      {
        name: 'file',
        path: '/v1/files/acme-0001',
        owner: 'users',
        intruder: 'strangers',
        marker: 'acme-confidential-0001',
        absent: '/v1/files/acme-0009',
      },
    ],
    collections: [
      {
        endpoint: 'files-page',
        owner: 'users',
        intruder: 'strangers',
        marker: 'acme-0001',
        cursor: { json: '$.next', parameter: 'cursor', marker: 'acme-0003' },
      },
    ],
  },
  health: { liveness: 'health', noStore: true, discloses: [] },
  tls: {
    names: ['localhost'],
    minDays: 21,
    versions: ['1.2', '1.3'],
    keyBits: { rsa: 3072 },
    ports: { open: ['${CANARY_HTTP_PORT:-4010}'], closed: ['${CANARY_DEBUG_PORT:-4012}'] },
  },
};

/** The multi-tenant portal API over HTTPS, phases 1 to 3. Times are scaled to one short run, counts are not. */
export default definePlan({
  name: 'portal',
  description: 'Multi-tenant Portal API: canary deployment plan',
  targets: {
    canary: {
      url: '${CANARY_HTTPS_URL:-https://127.0.0.1:4011}',
      tls: { ca: '${CANARY_CA:-demo-only-ca.pem}' },
      reach: { url: true },
      identify: { header: 'x-service-version', equals: '${CANARY_VERSION:-2.0.0}' },
      subject: { version: '${CANARY_VERSION:-2.0.0}' },
    },
  },
  identities: {
    users: {
      ...token,
      count: 24,
      tenant: 'acme',
      claims: { tenant: 'acme' },
      subject: 'acme-{use}-{n}',
      quota,
    },
    strangers: {
      ...token,
      tenant: 'globex',
      claims: { tenant: 'globex' },
      subject: 'globex-{use}-{n}',
      quota,
    },
  },
  endpoints: {
    health: { path: '/v1/health', expect: { status: 200, json: { '$.status': 'ok' } } },
    contacts: list('/v1/contacts'),
    jobs: list('/v1/jobs'),
    files: list('/v1/files'),
    exports: list('/v1/exports'),
    'files-page': list('/v1/files?limit=2'),
    file: {
      path: '/v1/files/acme-0001',
      identity: 'users',
      expect: { status: 200, json: { '$.tenant': 'acme' } },
    },
    'newest-file': { path: '/v1/newest-file', identity: 'users', expect: { status: 307 } },
    'signed-url': {
      path: '/v1/files/acme-0002/signed-url',
      identity: 'users',
      expect: { status: 200, json: { '$.url': { matches: '^/v1/download/' } } },
    },
    // Good for three seconds, so that it can be waited for.
    'brief-url': {
      path: '/v1/files/acme-0002/signed-url?seconds=3',
      identity: 'users',
      expect: { status: 200, json: { '$.url': { matches: '^/v1/download/' } } },
    },
    page: { path: '/portal', expect: { status: 200, body: { contains: '</html>' } } },
    session: { method: 'POST', path: '/v1/session', identity: 'users', safe: true, expect: { status: 200 } },
    status: { path: '/v1/status', expect: { status: 200, json: { '$.breakers_open': { type: 'number' } } } },
  },
  policy,

  scenarios: {
    // 99.9 % of health requests: 2,995 with none bad prove it.
    health: arrivals(160, ['health']),
    // The expected peak, contacts and files at the same time, a fifth above the 15/s and 6/s that must be handled.
    contacts: arrivals(18, ['contacts']),
    files: arrivals(8, ['files', 'file']),
    jobs: arrivals(20, ['jobs']),
    // 99.5 % of signed URLs: 598 with none bad prove it, together with those of the collection.
    'signed-urls': arrivals(10, ['signed-url']),
    // The Postman collection: 500 iterations, 100 ms apart.
    collection: './portal.scenario.ts',
    // Above the limit of 120, to see the limiter at work.
    'flood-files': {
      executor: 'shared-iterations',
      kind: 'flood',
      vus: 20,
      iterations: 160,
      maxDuration: '10s',
      identity: 'strangers',
      requests: ['files'],
    },
  },
  signals: {
    memory: signal('$.memory', 'ratio'),
    cpu: signal('$.cpu', 'ratio'),
    db_pool: signal('$.db_pool', 'ratio'),
    breakers_open: signal('$.breakers_open'),
    up: signal('$.up'),
    audit_unredacted: signal('$.audit_unredacted'),
  },
  gates: portalGates,
  triggers: portalTriggers,
  run: {
    // Longer than the load: all of it is sent, so every gate is judged by exact bounds for a fixed number of requests.
    minDuration: '1m',
    blocking: 'low',
  },
});

function arrivals(rate: number, requests: string[]) {
  const vus = Math.max(5, Math.ceil(rate / 4));
  return {
    executor: 'constant-arrival-rate',
    rate,
    duration: '20s',
    preAllocatedVUs: vus,
    maxVUs: 4 * vus,
    requests,
  } as const;
}

function signal(json: string, unit: 'ratio' | 'number' = 'number') {
  return { endpoint: 'status', json, unit } as const;
}
