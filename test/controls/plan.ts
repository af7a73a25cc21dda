import { loopbackAddresses } from '../../scenarios/addresses.ts';
import type { PlanInput } from '../../src/plan/schema.ts';
import {
  AUDIENCE,
  type Declared,
  EXPOSED,
  ISSUER,
  LIFETIME,
  NOTES,
  ORIGINS,
  QUOTA,
  TOLERANCE,
  WINDOW,
} from './service.ts';
import type { Issuer } from './tokens.ts';

type Policy = NonNullable<PlanInput['policy']>;
type Limit = NonNullable<Policy['limits']>[number];
type HeaderFamily = NonNullable<Limit['headers']>;

/** What of the common API a service has, and how its middleware differs. */
export interface Offers {
  readonly issuer: Issuer;
  /** Family of the limits' headers; left out where nothing is limited. */
  readonly limitHeaders?: HeaderFamily;
  /** What differs in both limits from a fixed window that rejects with 429 and Retry-After. */
  readonly limit?: Partial<Limit>;
  /** What the limit of signed-in callers counts by. */
  readonly scope?: 'subject' | 'token';
  readonly oneTime?: boolean;
  readonly tenants?: boolean;
  readonly stream?: boolean;
  readonly secure?: boolean;
  /** Claims without which a token is rejected. */
  readonly required?: NonNullable<Policy['jwt']>['required'];
  /** Clock skew that is allowed, in seconds. */
  readonly tolerance?: number;
  /** Whether `exp - iat` is bounded. */
  readonly bounded?: boolean;
  /** Whether tokens that were issued in the future are rejected. */
  readonly issuedInPast?: boolean;
  /** Answer headers that pages may read. */
  readonly exposed?: readonly string[];
}

const seconds = (count: number) => `${count}s`;
const PER_WINDOW = `${WINDOW}ms`;

/** What a service offers and promises beyond the common API; sections of the policy are merged. */
export interface More {
  readonly endpoints?: NonNullable<PlanInput['endpoints']>;
  readonly policy?: Partial<Policy>;
}

export function declaringMore(plan: Declared, { endpoints = {}, policy = {} }: More): Declared {
  const known = plan.policy as Record<string, object>;
  const merged = Object.entries(policy).map(([name, section]) =>
    Array.isArray(section)
      ? [name, [...((known[name] as object[]) ?? []), ...section]]
      : [name, { ...known[name], ...section }],
  );
  return {
    ...plan,
    endpoints: { ...plan.endpoints, ...endpoints },
    policy: { ...plan.policy, ...Object.fromEntries(merged) },
  };
}

/** The honest declaration of a service. */
export function declare(offers: Offers): Declared {
  return {
    sourceAddresses: loopbackAddresses(8),
    identities: identitiesOf(offers),
    endpoints: endpointsOf(offers),
    policy: policyOf(offers),
    checks: { profile: 'deep' },
  };
}

function identitiesOf({
  issuer,
  oneTime,
  limitHeaders,
  scope = 'subject',
}: Offers): NonNullable<PlanInput['identities']> {
  const { algorithm, key, keyId } = issuer;
  const limit = { limit: QUOTA, window: PER_WINDOW, scope, endpoints: ['items'] };
  const quota = limitHeaders && { quota: limit };
  const token = (tenant: string) =>
    ({
      kind: 'jwt',
      algorithm,
      key,
      ...(keyId && { keyId }),
      issuer: ISSUER,
      audience: AUDIENCE,
      lifetime: seconds(LIFETIME),
      tenant,
      claims: { tenant },
    }) as const;
  return {
    users: { ...token('acme'), subject: 'user-{use}-{n}', ...quota },
    strangers: { ...token('globex'), subject: 'stranger-{use}-{n}', ...quota },
    ...(oneTime && { workers: { ...token('acme'), subject: 'worker-{use}-{n}', oneTime: true } }),
  };
}

function endpointsOf({ oneTime, tenants, stream }: Offers): NonNullable<PlanInput['endpoints']> {
  return {
    root: { path: '/', expect: { status: 200, json: { '$.service': 'controls' } } },
    items: {
      path: '/api/items',
      identity: 'users',
      expect: { status: 200, json: { '$.data': { type: 'array', minLength: 1 } } },
    },
    healthz: { path: '/healthz', expect: { status: 200, json: { '$.status': 'ok' } } },
    ...(oneTime && {
      tasks: {
        method: 'POST',
        path: '/api/tasks',
        identity: 'workers',
        body: { task: 'match' },
        expect: { status: 200, json: { '$.status': 'done' } },
      } as const,
    }),
    ...(tenants && {
      notes: { path: '/api/notes', identity: 'users', expect: { status: 200 } },
      note: { path: '/api/notes/acme-note-1', identity: 'users', expect: { status: 200 } },
    }),
    ...(stream && {
      events: { path: '/api/events', identity: 'users', stream: { terminal: { event: 'done' } } },
    }),
  };
}

function policyOf(offers: Offers): Policy {
  const { oneTime, tenants, stream, secure, exposed = EXPOSED } = offers;
  return {
    cors: {
      endpoint: 'items',
      origins: ORIGINS,
      credentials: true,
      methods: ['GET', 'POST', 'PATCH'],
      headers: ['Authorization', 'Content-Type'],
      closed: ['methods', 'headers'],
      expose: [...exposed],
      maxAge: 600,
      ...(stream && { also: ['events'] }),
    },
    jwt: jwtOf(offers),
    replay: [
      { endpoint: 'items', identity: 'users', replay: 'reusable' },
      ...(oneTime ? [{ endpoint: 'tasks', identity: 'workers', replay: 'one-time' } as const] : []),
    ],
    limits: limitsOf(offers),
    headers: {
      endpoints: ['items', 'root', 'healthz', ...(stream ? ['events'] : [])],
      ...(secure && { hsts: { minAge: 31_536_000, includeSubDomains: true } }),
    },
    cache: { items: 'no-store', ...(tenants && { notes: 'no-store', note: 'no-store' }) },
    ...(tenants && { tenancy: tenancy() }),
    health: { liveness: 'healthz', within: '2s', noStore: true, discloses: [], serves: ['root'] },
    ...(stream && { streams: [{ endpoint: 'events', arrivesOver: '50ms', origin: ORIGINS[0] }] }),
  };
}

function jwtOf({
  issuer,
  required,
  tolerance = TOLERANCE,
  bounded = true,
  issuedInPast = true,
}: Offers): Policy['jwt'] {
  return {
    endpoint: 'items',
    identity: 'users',
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithm: issuer.algorithm,
    algorithms: [issuer.algorithm],
    locations: ['header'],
    ...(issuer.publicKey && { publicKey: issuer.publicKey }),
    required: required ?? ['exp', 'iat', 'jti', 'sub'],
    tolerance: seconds(tolerance),
    ...(bounded && { lifetime: seconds(LIFETIME) }),
    ...(issuedInPast && { issuedAt: 'past' }),
  };
}

function limitsOf({ limitHeaders: headers, limit: more, scope = 'subject' }: Offers): Policy['limits'] {
  if (headers === undefined) return [];
  const limit = {
    quota: QUOTA,
    window: PER_WINDOW,
    headers,
    algorithm: 'fixed-window' as const,
    exempt: ['healthz'],
    ...more,
  };
  return [
    { ...limit, name: 'public', endpoint: 'root', scope: 'ip' },
    { ...limit, name: 'users', endpoint: 'items', identity: 'users', scope },
  ];
}

function tenancy(): NonNullable<Policy['tenancy']> {
  const note = NOTES.find(({ tenant }) => tenant === 'acme')!;
  const sides = { owner: 'users', intruder: 'strangers' };
  const path = `/api/notes/${note.id}`;
  return {
    mismatch: 404,
    resources: [{ name: 'note', ...sides, path, marker: note.text, absent: '/api/notes/acme-note-9' }],
    collections: [{ endpoint: 'notes', ...sides, marker: note.text }],
  };
}
