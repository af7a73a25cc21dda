import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { DEMO_ONLY_CERTIFICATE, DEMO_ONLY_CERTIFICATE_KEY } from '../../src/demo/keys.ts';
import type { Check } from '../../src/model/check.ts';
import type { CheckOutcome, Severity } from '../../src/model/finding.ts';
import { type Against, runOne } from './run.ts';

export type Lines = Readonly<Record<string, string | string[]>>;
export interface Answer {
  readonly status: number;
  readonly headers?: Lines;
  readonly body?: string;
}

/** How one small service differs from the plain correct one. */
export interface Web {
  /** CORS headers by request; a status answers the request at once, as preflights are. */
  readonly cors?: (request: IncomingMessage) => { readonly status?: number; readonly headers: Lines };
  /** Headers of every answer. */
  readonly headers?: (status: number, request: IncomingMessage) => Lines;
  /** Answers before the routes do; `count` counts the requests for this path, from 1. */
  readonly answer?: (request: IncomingMessage, count: number) => Answer | undefined;
  readonly secure?: boolean;
  /** Milliseconds that an answer waits. */
  readonly wait?: (request: IncomingMessage) => number;
  /** Closes the connection without an answer. */
  readonly hangUp?: (request: IncomingMessage) => boolean;
}

export interface Service extends Against {
  readonly seen: readonly string[];
  readonly close: () => Promise<void>;
}

const CA = new URL('../../scenarios/demo-only-ca.pem', import.meta.url).pathname;
const OWNERS: Readonly<Record<string, string>> = {
  'Bearer alice-token-0001': 'alice',
  'Bearer bob-token-000002': 'bob',
};
export const MARKER = 'blue-heron-of-alice';

const POLICY: Against['policy'] = {
  cors: {
    endpoint: 'items',
    origins: ['https://app.shop.example', 'https://admin.shop.example'],
    credentials: true,
    methods: ['GET', 'POST'],
    headers: ['authorization'],
  },
  headers: { endpoints: ['items', 'live'], hsts: { minAge: 1000 } },
  cache: { items: 'no-store', file: 'private' },
  tenancy: {
    resources: [
      { name: 'file', path: '/api/files/1', owner: 'users', intruder: 'strangers', marker: MARKER },
    ],
  },
  health: {
    liveness: 'live',
    readiness: 'ready',
    dependency: { down: { path: '/switch/down' }, up: { path: '/switch/up' }, settle: '5ms' },
  },
};

const POOLS: NonNullable<Against['pools']> = {
  users: { kind: 'static', tokens: ['alice-token-0001'], use: 'check' },
  strangers: { kind: 'static', tokens: ['bob-token-000002'], use: 'check' },
};

const ENDPOINTS: Against['endpoints'] = {
  items: {
    path: '/api/items',
    identity: 'users',
    expect: { status: 200, json: { '$.data': { type: 'array' } } },
  },
  file: { path: '/api/files/1', identity: 'users' },
  tasks: { method: 'POST', path: '/api/tasks', identity: 'users', body: { task: 'x' } },
  live: { path: '/live' },
  ready: { path: '/ready' },
};

/** Starts a small service that is correct but for what is said. */
export async function startWeb(web: Web = {}): Promise<Service> {
  const seen: string[] = [];
  const listener = listenerOf(web, seen);
  const server = web.secure
    ? createSecureServer({ cert: DEMO_ONLY_CERTIFICATE, key: DEMO_ONLY_CERTIFICATE_KEY }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const url = `${web.secure ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    url,
    policy: POLICY,
    pools: POOLS,
    endpoints: ENDPOINTS,
    seen,
    close,
    ...(web.secure && { ca: CA }),
  };
}

export interface Case {
  readonly outcome: CheckOutcome;
  readonly web?: Web;
  /** Changes what is declared. */
  readonly against?: (against: Service) => Against;
  readonly message?: RegExp;
  readonly severity?: Severity;
  /** Rows of the catalogue that failed. */
  readonly cases?: readonly string[];
}

/** Tests one check against real services: correct ones in all their variety, and defective ones. */
export function suite(check: Check, cases: Readonly<Record<string, Case>>): void {
  test.concurrent.each(Object.entries({ 'passes on a correct service': PASS, ...cases }))(
    '%s',
    async (_, wanted) => {
      const service = await startWeb(wanted.web);
      try {
        const {
          outcome,
          message,
          severity,
          cases: rows,
        } = await runOne(check, wanted.against?.(service) ?? service);
        expect({ outcome, message }).toEqual({
          outcome: wanted.outcome,
          message: expect.stringMatching(wanted.message ?? /./),
        });
        if (wanted.severity !== undefined) expect(severity).toBe(wanted.severity);
        if (wanted.cases !== undefined) expect(rows).toEqual(wanted.cases);
      } finally {
        await service.close();
      }
    },
  );
}

const PASS: Case = { outcome: 'pass' };

/** Declares another policy. */
export function declaring(policy: Partial<Against['policy']>): NonNullable<Case['against']> {
  return (against) => ({ ...against, policy: { ...against.policy, ...policy } });
}

/** Declares nothing at all. */
export const undeclared: NonNullable<Case['against']> = (against) => ({ ...against, policy: {} });

function listenerOf(web: Web, seen: string[]): RequestListener {
  const state = { down: false };
  const cors = web.cors ?? fastifyLike();
  return (request, response) => {
    const path = request.url ?? '';
    seen.push(`${request.method} ${path}`);
    if (web.hangUp?.(request)) return void request.socket.destroy();
    const count = seen.filter((each) => each.endsWith(` ${path}`)).length;
    const granted = cors(request);
    const answer =
      web.answer?.(request, count) ??
      (granted.status === undefined ? route(request, state) : { status: granted.status });
    const extra = (web.headers ?? secureHeaders)(answer.status, request);
    const finish = () => end(response, answer, { ...extra, ...granted.headers, ...answer.headers });
    const wait = web.wait?.(request) ?? 0;
    if (wait > 0) setTimeout(finish, wait);
    else finish();
  };
}

function end(response: ServerResponse, { status, body }: Answer, headers: Lines): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body ?? (status === 204 ? undefined : JSON.stringify({ error: `status ${status}` })));
}

function route(request: IncomingMessage, state: { down: boolean }): Answer {
  const path = request.url?.split('?')[0] ?? '';
  const get = request.method === 'GET';
  if (path.startsWith('/switch/')) state.down = path.endsWith('down');
  const open: Record<string, Answer> = {
    '/live': { status: 200, body: '{"status":"ok"}' },
    '/ready': state.down
      ? { status: 503, headers: { 'retry-after': '1' } }
      : { status: 200, body: '{"status":"ready"}' },
    '/switch/down': { status: 200 },
    '/switch/up': { status: 200 },
  };
  if (open[path] !== undefined) return open[path];
  const owner = OWNERS[request.headers.authorization ?? ''];
  if (owner === undefined) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
  if (path === '/api/tasks') return { status: get ? 405 : 201 };
  if (path === '/api/items' && get)
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: '{"data":[]}' };
  if (path === '/api/files/1' && owner === 'alice')
    return { status: 200, headers: { 'cache-control': 'private' }, body: JSON.stringify({ text: MARKER }) };
  return { status: 404 };
}

export const secureHeaders = (): Lines => ({
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "frame-ancestors 'none'",
});

export const ALLOWED = ['https://app.shop.example', 'https://admin.shop.example'];

/** What @fastify/cors and express cors do: every other header is sent to a disallowed origin too, the grant is not. */
export function fastifyLike(
  allows: (origin: string) => boolean = (origin) => ALLOWED.includes(origin),
): NonNullable<Web['cors']> {
  return ({ method, headers: { origin, 'access-control-request-method': wanted } }) => ({
    ...(method === 'OPTIONS' && wanted !== undefined && { status: 204 }),
    headers: {
      vary: 'Origin',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,HEAD,POST',
      'access-control-allow-headers': 'Authorization, Content-Type',
      ...(origin !== undefined && allows(origin) && { 'access-control-allow-origin': origin }),
    },
  });
}
