import type { PlanInput } from '../src/index.ts';

/** The six origins of the rollout log: exact, no wildcard. */
export const ORIGINS = [
  'https://app.scholar-sync.example',
  'https://www.scholar-sync.example',
  'https://admin.scholar-sync.example',
  'https://agents.scholar-sync.example',
  'https://partners.scholar-sync.example',
  'https://auto-com-center.example',
];

/** Header values of the implementation plan, to the letter. */
export const EXACT_HEADERS = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'content-security-policy': "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'",
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
};

/** What the scholarship service promises; `window` stands for the documents' minute. */
export function scholarshipPolicy(window: string): NonNullable<PlanInput['policy']> {
  return {
    cors: {
      endpoint: 'scholarships',
      origins: ORIGINS,
      credentials: true,
      methods: ['GET', 'POST'],
      headers: ['Authorization', 'Content-Type'],
      closed: ['methods', 'headers'],
      expose: ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
      maxAge: 600,
    },
    jwt: {
      endpoint: 'scholarships',
      identity: 'students',
      issuer: 'auto-com-center',
      audience: 'scholar-sync-agents',
      algorithm: 'HS256',
      algorithms: ['HS256'],
      issuedAt: 'past',
      locations: ['header'],
      required: ['exp', 'nbf', 'jti'],
      tolerance: '10s',
      lifetime: '1800s',
    },
    replay: [
      {
        endpoint: 'tasks',
        identity: 'task-agents',
        replay: 'one-time',
        scope: 'global',
        elsewhere: ['estimates'],
        otherIssuer: 'partner-agents',
      },
      { endpoint: 'recommendations', identity: 'students', replay: 'reusable' },
    ],
    limits: limits(window),
    headers: {
      endpoints: ['scholarships', 'root', 'healthz'],
      exact: EXACT_HEADERS,
      hsts: { minAge: 31_536_000, includeSubDomains: true, preload: true },
    },
    cache: { scholarships: 'private', tasks: 'no-store' },
    health: {
      liveness: 'healthz',
      readiness: 'readyz',
      within: '2s',
      noStore: true,
      discloses: [],
      serves: ['capabilities', 'search'],
      dependency: { down: { path: '/demo/dependency/down' }, up: { path: '/demo/dependency/up' } },
    },
  };
}

type Limit = NonNullable<NonNullable<PlanInput['policy']>['limits']>[number];

/** Requests per window by rate class: the public by address, everybody else by subject. */
function limits(window: string): Limit[] {
  const common = { window, algorithm: 'fixed-window', headers: 'draft-6' } as const;
  const bySubject = (name: string, identity: string, quota: number): Limit => ({
    ...common,
    ...{ name, identity, quota },
    endpoint: 'eligibility',
    scope: 'subject',
    methods: ['HEAD'],
  });
  return [
    {
      ...common,
      name: 'public',
      endpoint: 'root',
      quota: 60,
      scope: 'ip',
      exempt: ['healthz', 'readyz'],
    },
    bySubject('authenticated', 'students', 300),
    bySubject('admin', 'admins', 1000),
    bySubject('agent', 'agents', 50),
  ];
}
