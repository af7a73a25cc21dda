import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import jwt from '@fastify/jwt';
import rateLimit, { type RateLimitOptions, type RateLimitPluginOptions } from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { declare, type Offers } from '../plan.ts';
import {
  AUDIENCE,
  type Control,
  type Declared,
  EVENT_PAUSE,
  EVENTS,
  ISSUER,
  ITEMS,
  LIFETIME,
  ORIGINS,
  QUOTA,
  TOLERANCE,
  WINDOW,
} from '../service.ts';
import { type Caller, callerOf, rsaIssuer, UsedTokens } from '../tokens.ts';
import { end, watch } from '../watch.ts';

/** What @fastify/rate-limit does to a client that goes on when it was rejected. */
export const LIMITERS = {
  default: {},
  continueExceeding: { continueExceeding: true },
  exponentialBackoff: { exponentialBackoff: true },
  ban: { ban: 3 },
} as const satisfies Record<string, RateLimitOptions>;
export type Limiter = keyof typeof LIMITERS;

/** In its default place: one bucket of an address for all routes, before any token is looked at. */
const GLOBAL = { max: 100, timeWindow: WINDOW };

const EXPOSED = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'];

const common: Offers = {
  issuer: rsaIssuer(),
  // The library compares the time of issue with the longest age alone.
  issuedInPast: false,
  limitHeaders: 'x-ratelimit',
  exposed: EXPOSED,
  oneTime: true,
  stream: true,
};

/** Fastify 5 with its own plugins, as their documentation shows them; limits by address and by subject. */
export async function startFastify(limiter: Limiter): Promise<Control> {
  const app = await appWith({ global: false });
  addRoutes(app, { max: QUOTA, timeWindow: WINDOW, ...LIMITERS[limiter] });
  return serve(app, declare(common));
}

/** The same with one limit for everything that comes from an address. */
export async function startFastifyGlobal(): Promise<Control> {
  const app = await appWith(GLOBAL);
  addRoutes(app);
  const plan = declare({ ...common, limit: { quota: GLOBAL.max } });
  const limits = plan.policy!.limits!.filter(({ scope }) => scope === 'ip');
  return serve(app, {
    ...plan,
    policy: { ...plan.policy, limits: limits.map((each) => ({ ...each, exempt: [] })) },
  });
}

async function serve(app: FastifyInstance, plan: Declared): Promise<Control> {
  const seen = watch(app.server);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, plan, seen, close: () => end(app.server) };
}

async function appWith(limit: RateLimitPluginOptions): Promise<FastifyInstance> {
  const { publicKey, key } = common.issuer;
  const app = fastify({ forceCloseConnections: true });
  await app.register(helmet);
  await app.register(cors, {
    origin: ORIGINS,
    credentials: true,
    methods: ['GET', 'POST', 'PATCH'],
    allowedHeaders: ['Authorization', 'Content-Type'],
    exposedHeaders: EXPOSED,
    maxAge: 600,
  });
  await app.register(rateLimit, limit);
  await app.register(jwt, {
    secret: { public: String(publicKey), private: key },
    sign: { algorithm: 'RS256' },
    verify: {
      algorithms: ['RS256'],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      clockTolerance: TOLERANCE * 1000,
      maxAge: LIFETIME * 1000,
      // An issuer or audience that is absent is compared with nothing.
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'jti', 'sub'],
    },
  });
  return app;
}

function addRoutes(app: FastifyInstance, limit?: RateLimitOptions): void {
  const limited = (more: RateLimitOptions = {}) =>
    limit ? { config: { rateLimit: { ...limit, ...more } } } : {};
  const perSubject = limited({
    hook: 'preHandler',
    keyGenerator: (request) => callers.get(request)!.subject,
  });
  const used = new UsedTokens();
  app.addHook('onSend', async (_, reply) => void reply.header('cache-control', 'no-store'));
  app.get('/', limited(), () => ({ service: 'controls' }));
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/api/items', { ...perSubject, onRequest: authenticate }, () => ITEMS);
  app.post('/api/tasks', { onRequest: authenticate }, (request, reply) => {
    if (used.use(callers.get(request)!)) return { status: 'done' };
    return reply.code(401).header('www-authenticate', 'Bearer error="invalid_token"').send({ error: 'used' });
  });
  app.get('/api/events', { onRequest: authenticate }, (_, reply) =>
    reply.header('content-type', 'text/event-stream').send(Readable.from(events())),
  );
}

const callers = new WeakMap<FastifyRequest, Caller>();

async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  try {
    callers.set(request, callerOf(await request.jwtVerify()));
  } catch {
    await reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorised' });
  }
}

async function* events(): AsyncGenerator<string> {
  for (const data of EVENTS) {
    yield `event: item\ndata: ${data}\n\n`;
    await sleep(EVENT_PAUSE);
  }
  yield 'event: done\ndata: {}\n\n';
}
