import { DEMO_ONLY_EC_PRIVATE_KEY } from '../src/demo/service-keys.ts';
import { definePlan } from '../src/index.ts';
import { relayGates, relayTriggers } from './relay.gates.ts';

const users = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `\${CANARY_USER_TOKEN:-bearer_token_user_}${from + index}`);

/** The memory relay with its server-sent events. Times are scaled to one short run, counts are not. */
export default definePlan({
  name: 'relay',
  description: 'Memory relay (SSE): live canary execution',
  targets: {
    canary: {
      url: '${CANARY_URL:-http://127.0.0.1:4010}',
      reach: { url: true },
      identify: { header: 'x-service-version', equals: '${CANARY_VERSION:-2.0.0}' },
      subject: { version: '${CANARY_VERSION:-2.0.0}' },
    },
  },
  identities: {
    users: { kind: 'static', class: 'user', tokens: users(1, 5) },
    readers: { kind: 'static', class: 'user', tokens: users(101, 20) },
    services: {
      kind: 'jwt',
      class: 'service',
      algorithm: 'ES256',
      key: `\${CANARY_SERVICE_KEY:-${DEMO_ONLY_EC_PRIVATE_KEY}}`,
      type: 'at+jwt',
      issuer: 'relay-identity',
      audience: 'memory-relay',
      subject: 'service-{use}-{n}',
      lifetime: '30m',
    },
    testers: { kind: 'static', class: 'user', use: 'check', tokens: users(901, 10) },
  },
  endpoints: {
    query: {
      method: 'POST',
      path: '/api/v1/memory/query',
      // The pool of the checks; the scenarios name their own.
      identity: 'testers',
      body: { query: 'What are my recent notes about project alpha?', top_k: 24, timeout_ms: 2000 },
      expect: { status: 200, headers: { 'content-type': { contains: 'text/event-stream' } } },
      stream: { terminal: { event: 'done' } },
      timeout: '5s',
      safe: true,
    },
    feed: {
      path: '/api/v1/memory/feed',
      identity: 'testers',
      stream: { terminal: { event: 'done' } },
      timeout: '5s',
    },
    notes: {
      path: '/api/v1/memory/notes',
      identity: 'testers',
      expect: { status: 200, json: { '$.data': { type: 'array', minLength: 1 } } },
    },
    usage: {
      path: '/api/v1/memory/usage',
      identity: 'services',
      expect: { status: 200, json: { '$.queries': { type: 'number' } } },
    },
    status: {
      path: '/memory/status',
      expect: { status: 200, json: { '$.rls_policy_errors': { type: 'number' } } },
    },
    'metrics-memory': metrics('memory'),
    'metrics-system': metrics('system'),
    'metrics-sse': metrics('sse'),
    healthz: { path: '/healthz', expect: { status: 200, json: { '$.status': 'healthy' } } },
  },
  // No tenancy probe here: a probe would itself be one of the cross-tenant attempts that must not occur.
  policy: {
    jwt: {
      endpoint: 'usage',
      identity: 'services',
      issuer: 'relay-identity',
      audience: 'memory-relay',
      algorithm: 'ES256',
      algorithms: ['ES256'],
      type: 'at+jwt',
      required: ['exp', 'iat', 'jti', 'sub'],
      tolerance: '10s',
      lifetime: '1800s',
      issuedAt: 'past',
      locations: ['header', 'query'],
    },
    headers: { endpoints: ['query', 'status', 'healthz'] },
    cache: { query: 'no-store' },
    health: { liveness: 'healthz' },
    streams: [
      {
        endpoint: 'query',
        refused: [{ name: 'no-such-top-k', body: { query: 'notes', top_k: 0 }, status: 400 }],
      },
      {
        endpoint: 'feed',
        arrivesOver: '300ms',
        ids: 'sequential',
        resume: true,
        retry: { min: '1s', max: '10s' },
        heartbeat: '2s',
        origin: 'https://app.scholar-sync.example',
        refused: [{ name: 'no-such-place', path: '/api/v1/memory/feed?since=never', status: 400 }],
        twin: { endpoint: 'notes', items: '$.data[*]', event: 'note' },
      },
    ],
  },
  scenarios: {
    // 5 users x 20 queries, 100 ms apart, with a transcript.
    burst: './relay.scenario.ts#burst',
    // The proof load: 99.6 % of streams, 748 with none bad prove it; 1,200 leave room for one.
    streams: './relay.scenario.ts#streams',
  },
  signals: {
    rls_errors: signal('$.rls_policy_errors'),
    cross_tenant: signal('$.cross_tenant_attempts'),
    ann_p95: signal('$.ann_p95_ms', 'ms'),
    db_pool: signal('$.db_pool', 'ratio'),
    rerank_skips: signal('$.rerank_skip_rate', 'ratio'),
    rerank_timeouts: signal('$.rerank_timeouts'),
    up_memory: signal('$.up_memory'),
    up_system: signal('$.up_system'),
    up_sse: signal('$.up_sse'),
  },
  gates: relayGates,
  triggers: relayTriggers,
  run: {
    // Longer than the load: all of it is sent, so every gate is judged by exact bounds for a fixed number of requests.
    minDuration: '1m',
    blocking: 'low',
  },
});

function metrics(name: string) {
  return { path: `/metrics/${name}`, expect: { status: 200, body: { contains: '# TYPE' } } };
}

function signal(json: string, unit: 'ratio' | 'number' | 'ms' = 'number') {
  return { endpoint: 'status', json, unit } as const;
}
