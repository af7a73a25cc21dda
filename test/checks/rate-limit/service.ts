import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import rateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit';
import fastify from 'fastify';
import { decodeJwt } from 'jose';
import type { Against } from '../run.ts';
import { type Limiter, type LimiterKind, limiterOf, type Verdict } from './limiters.ts';

export const QUOTA = 20;
export const WINDOW = 2000;

type Limit = NonNullable<Against['policy']['limits']>[number];
type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface Service extends Against {
  close(): Promise<void>;
}

export interface Options {
  readonly kind?: LimiterKind;
  /** Instead of one of a kind. */
  readonly limiter?: Limiter;
  /** Quota that the limiter really has. */
  readonly quota?: number;
  readonly status?: number;
  /** Window that the limiter really has, ms. */
  readonly window?: number;
  readonly headers?: (verdict: Verdict) => Headers;
  /** What the limiter counts by. */
  readonly key?: (request: IncomingMessage, subject: string) => string;
  /** Answered with 400, and not counted. */
  readonly refuses?: (request: IncomingMessage) => boolean;
  /** Does not look at signatures. */
  readonly verifies?: boolean;
  /** Looks at signatures after it has counted. */
  readonly verifiesLate?: boolean;
  /** Paths that are served and not counted. */
  readonly spares?: readonly string[];
  /** Instead of one of a kind: takes its time between looking and counting. */
  readonly racing?: (key: string) => Promise<Verdict>;
  /** Changes what the limiter says. */
  readonly change?: (verdict: Verdict, calls: number) => Verdict;
  readonly declared?: Partial<Limit>;
  readonly sourceAddresses?: readonly string[];
}

const seconds = (milliseconds: number) => Math.ceil(milliseconds / 1000);
const retryAfter = ({ admitted, wait }: Verdict): Headers =>
  admitted ? {} : { 'Retry-After': String(seconds(wait)) };

/** The header families as express-rate-limit sends them. */
export const HEADERS = {
  none: () => ({}),
  bare: retryAfter,
  'draft-6': (verdict) => ({
    'RateLimit-Policy': `${verdict.limit};w=${seconds(WINDOW)}`,
    'RateLimit-Limit': String(verdict.limit),
    'RateLimit-Remaining': String(verdict.remaining),
    'RateLimit-Reset': String(seconds(verdict.reset)),
    ...retryAfter(verdict),
  }),
  'draft-7': (verdict) => ({
    'RateLimit-Policy': `${verdict.limit};w=${seconds(WINDOW)}`,
    RateLimit: `limit=${verdict.limit}, remaining=${verdict.remaining}, reset=${seconds(verdict.reset)}`,
    ...retryAfter(verdict),
  }),
  'draft-8': (verdict) => ({
    'RateLimit-Policy': `"default"; q=${verdict.limit}; w=${seconds(WINDOW)}; pk=:YWJj:`,
    RateLimit: `"default"; r=${verdict.remaining}; t=${seconds(verdict.reset)}`,
    ...retryAfter(verdict),
  }),
  legacy: (verdict) => ({
    'X-RateLimit-Limit': String(verdict.limit),
    'X-RateLimit-Remaining': String(verdict.remaining),
    'X-RateLimit-Reset': String(Math.ceil((Date.now() + verdict.reset) / 1000)),
    ...retryAfter(verdict),
  }),
} satisfies Record<string, (verdict: Verdict) => Headers>;

/** A service with a limiter of the given kind; correct but for what the options change. */
export async function startLimited(options: Options = {}): Promise<Service> {
  const limiter =
    options.limiter ?? limiterOf(options.kind ?? 'fixed', options.quota ?? QUOTA, options.window ?? WINDOW);
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    void answer(request, response, options, limiter, calls);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port } = server.address() as AddressInfo;
  return { ...against(port, options.declared, options.sourceAddresses), close };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: Options,
  limiter: Limiter,
  calls: number,
): Promise<void> {
  if (options.refuses?.(request)) {
    response.writeHead(400).end();
    return;
  }
  if (options.spares?.includes(request.url ?? '')) {
    response.end('{"ok":true}');
    return;
  }
  const genuine = options.verifies === false || isGenuine(request.headers.authorization);
  if (!genuine && !options.verifiesLate) {
    response.writeHead(401).end();
    return;
  }
  const subject = subjectOf(request.headers.authorization);
  const counted = options.key?.(request, subject) ?? (subject || request.socket.remoteAddress!);
  // One limiter may be that of several services, one after the other.
  const key = `${counted} at ${request.socket.localPort}`;
  const said = (await options.racing?.(key)) ?? limiter(key, Date.now());
  const verdict = options.change?.(said, calls) ?? said;
  const headers = (options.headers ?? HEADERS['draft-6'])(verdict);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string);
  response.statusCode = verdict.admitted ? (genuine ? 200 : 401) : (options.status ?? 429);
  response.end(verdict.admitted ? '{"ok":true}' : 'slow down');
}

/** A service behind @fastify/rate-limit. */
export async function startFastify(
  options: RateLimitPluginOptions,
  declared: Partial<Limit> = {},
): Promise<Service> {
  const app = fastify();
  // Before the plugin's hook, so that a bad token uses up nobody's quota.
  app.addHook('onRequest', async (request, reply) => {
    if (!isGenuine(request.headers.authorization)) return reply.code(401).send();
  });
  await app.register(rateLimit, {
    max: QUOTA,
    timeWindow: WINDOW,
    keyGenerator: (request) => subjectOf(request.headers.authorization) || request.ip,
    ...options,
  });
  app.get('/limited', async () => ({ ok: true }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { ...against(port, declared), close: () => app.close() };
}

const SECRET = 'a secret that only the tests know, and nobody else';

/** Tokens that are signed must be signed rightly. */
function isGenuine(authorization: string | undefined): boolean {
  const [header, payload, signature] = authorization?.replace('Bearer ', '').split('.') ?? [];
  if (!signature) return true;
  return signature === createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url');
}

export function subjectOf(authorization: string | undefined): string {
  return authorization === undefined ? '' : String(decodeJwt(authorization.replace('Bearer ', '')).sub);
}

function against(
  port: number,
  declared: Partial<Limit> = {},
  sourceAddresses: readonly string[] = [],
): Against {
  const limit: Limit = {
    name: 'agents',
    endpoint: 'limited',
    identity: 'agents',
    quota: QUOTA,
    window: `${WINDOW}ms`,
    scope: 'subject',
    ...declared,
  };
  return {
    url: `http://127.0.0.1:${port}`,
    pools: { agents: { kind: 'jwt', key: SECRET } },
    endpoints: { limited: { path: '/limited', identity: 'agents' } },
    policy: { limits: [limit] },
    sourceAddresses,
  };
}
