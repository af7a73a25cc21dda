import { DEMO_ONLY_HMAC_SECRET, DEMO_ONLY_PARTNER_SECRET } from '../src/demo/keys.ts';
import { definePlan, type ScenarioInput } from '../src/index.ts';
import { loopbackAddresses } from './addresses.ts';
import { scholarshipGates, scholarshipTriggers } from './scholarship.gates.ts';
import { scholarshipPolicy } from './scholarship.policy.ts';

const WINDOW = '${CANARY_WINDOW:-5s}';

/** What every token of the service has; the rate classes differ by the claim `role`. */
const token = {
  kind: 'jwt',
  algorithm: 'HS256',
  key: `\${CANARY_JWT_KEY:-${DEMO_ONLY_HMAC_SECRET}}`,
  issuer: 'auto-com-center',
  audience: 'scholar-sync-agents',
  lifetime: '30m',
} as const;

const per = (limit: number) => ({ limit, window: WINDOW, scope: 'subject' }) as const;

/** A list that a signed-in caller reads. */
const list = (path: string) => ({
  path,
  identity: 'students',
  expect: { status: 200, json: { '$.data': { type: 'array', minLength: 1 } as const } },
});

/** A page that monitoring reads; gates see it as signals. */
const status = (path: string) => ({ path, expect: { status: 200 } });

/** The scholarship search API, before it may take more traffic. Times are scaled to one short run, counts are not. */
export default definePlan({
  name: 'scholarship',
  description: 'Scholarship search API: rollout log, phase summary and implementation plan',
  targets: {
    canary: {
      url: '${CANARY_URL:-http://127.0.0.1:4010}',
      reach: { url: true },
      identify: { header: 'x-service-version', equals: '${CANARY_VERSION:-2.0.0}' },
      subject: { version: '${CANARY_VERSION:-2.0.0}' },
    },
  },
  sourceAddresses: loopbackAddresses(12),

  identities: {
    students: { ...token, class: 'authenticated', subject: 'student-{use}-{n}', quota: per(300) },
    admins: {
      ...token,
      class: 'admin',
      subject: 'admin-{use}-{n}',
      claims: { role: 'admin' },
      quota: per(1000),
    },
    agents: {
      ...token,
      class: 'agent',
      subject: 'agent-{use}-{n}',
      claims: { role: 'agent' },
      quota: per(50),
    },
    // Each token is good for one task.
    'task-agents': {
      ...token,
      class: 'agent',
      subject: 'task-agent-{use}-{n}',
      claims: { role: 'agent' },
      oneTime: true,
      quota: per(50),
    },
    // Agents of partners, with tokens of another issuer.
    'partner-agents': {
      ...token,
      key: `\${CANARY_PARTNER_KEY:-${DEMO_ONLY_PARTNER_SECRET}}`,
      issuer: 'partner-center',
      class: 'agent',
      subject: 'partner-agent-{use}-{n}',
      claims: { role: 'agent' },
      oneTime: true,
      quota: per(50),
    },
    // One identity a flood: what it floods, it must exceed.
    flooder: {
      ...token,
      count: 1,
      class: 'agent',
      subject: 'flooder-{use}-{n}',
      claims: { role: 'agent' },
    },
  },

  endpoints: {
    scholarships: list('/api/v1/scholarships'),
    search: list('/api/v1/search?q=engineering'),
    recommendations: list('/api/v1/recommendations'),
    eligibility: {
      path: '/api/v1/eligibility_check',
      identity: 'students',
      expect: { status: 200, json: { '$.eligible': { type: 'boolean' } } },
    },
    tasks: {
      method: 'POST',
      path: '/api/v1/agent/tasks',
      identity: 'task-agents',
      body: { task: 'match', student: '{random}' },
      expect: { status: 200, json: { '$.task.status': 'done' } },
    },
    estimates: {
      method: 'POST',
      path: '/api/v1/agent/estimates',
      identity: 'task-agents',
      body: { task: 'match' },
      expect: { status: 200, json: { '$.estimate.minutes': { type: 'number' } } },
    },
    root: { path: '/', expect: { status: 200 } },
    capabilities: {
      path: '/agent/capabilities',
      expect: { status: 200, json: { '$.capabilities': { type: 'array', minLength: 1 } } },
    },
    healthz: { path: '/healthz', expect: { status: 200, json: { '$.status': 'healthy' } } },
    readyz: { path: '/readyz', expect: { status: 200, json: { '$.status': 'ready' } } },
    'ai-status': { path: '/ai/status', expect: { status: 200, json: { '$.ai_service_available': true } } },
    'db-status': {
      path: '/db/status',
      expect: { status: 200, json: { '$.pool_usage': { type: 'number' } } },
    },
    'redis-status': status('/redis/status'),
    'system-status': status('/system/status'),
    'agent-status': status('/agent/status'),
    'security-status': status('/security/status'),
  },

  policy: scholarshipPolicy(WINDOW),

  scenarios: {
    // The proof load, at the expected peak: 2,995 attempts with none bad would prove 99.9 %.
    steady: {
      executor: 'constant-arrival-rate',
      rate: 200,
      duration: '20s',
      preAllocatedVUs: 60,
      maxVUs: 200,
      requests: [
        { endpoint: 'scholarships', weight: 4 },
        { endpoint: 'search', weight: 3 },
        { endpoint: 'recommendations', weight: 2 },
        { endpoint: 'eligibility', weight: 1 },
      ],
    },
    // As much again on top of the steady load: twice the expected peak, early, so that p99 can be seen to settle.
    surge: {
      executor: 'ramping-arrival-rate',
      startTime: '2s',
      stages: [
        { target: 200, duration: '2s' },
        { target: 200, duration: '2s' },
        { target: 0, duration: '1s' },
      ],
      preAllocatedVUs: 60,
      maxVUs: 200,
      requests: ['scholarships', 'search'],
    },
    // `ab -n 1000 -c 10` of the post-deployment validation.
    thousand: {
      executor: 'shared-iterations',
      startTime: '7s',
      vus: 10,
      iterations: 1000,
      maxDuration: '12s',
      identity: 'admins',
      requests: ['scholarships'],
    },
    tasks: {
      executor: 'constant-arrival-rate',
      rate: 9,
      duration: '20s',
      preAllocatedVUs: 10,
      maxVUs: 60,
      requests: ['tasks'],
    },
    // The documents' own floods: 120 by 30, 80 by 20, 80 by 20, and 100 at the root.
    'flood-scholarships': flood('scholarships', 120, 30),
    'flood-recommendations': { ...flood('recommendations', 80, 20), after: 'flood-scholarships' },
    'flood-eligibility': { ...flood('eligibility', 80, 20), after: 'flood-recommendations' },
    'flood-search': { ...flood('search', 80, 20), after: 'flood-eligibility' },
    'flood-root': {
      executor: 'shared-iterations',
      kind: 'flood',
      vus: 10,
      iterations: 100,
      maxDuration: '10s',
      requests: ['root'],
    },
  },

  signals: {
    db_pool: signal('db-status', '$.pool_usage', 'ratio'),
    redis_errors: signal('redis-status', '$.errors'),
    redis_hit_rate: signal('redis-status', '$.hit_rate', 'ratio'),
    redis_p95: signal('redis-status', '$.p95_ms', 'ms'),
    redis_pool: signal('redis-status', '$.pool_usage', 'ratio'),
    openai_fallback: signal('ai-status', '$.fallback_rate', 'ratio'),
    openai_errors: signal('ai-status', '$.error_rate', 'ratio'),
    cpu: signal('system-status', '$.cpu', 'ratio'),
    memory: signal('system-status', '$.memory', 'ratio'),
    search_success: signal('system-status', '$.search_success', 'ratio'),
    agent_success: signal('agent-status', '$.task_success', 'ratio'),
    security_anomalies: signal('security-status', '$.anomalies'),
  },

  gates: scholarshipGates,
  triggers: scholarshipTriggers,

  run: {
    // Longer than the load: all of it is sent, so every gate is judged by exact bounds for a fixed number of requests.
    minDuration: '1m',
    blocking: 'low',
  },
});

function flood(endpoint: string, requests: number, workers: number): ScenarioInput {
  return {
    executor: 'shared-iterations',
    kind: 'flood',
    vus: workers,
    iterations: requests,
    maxDuration: '10s',
    identity: 'flooder',
    requests: [endpoint],
  };
}

function signal(endpoint: string, json: string, unit: 'ratio' | 'number' | 'ms' = 'number') {
  return { endpoint, json, unit } as const;
}
