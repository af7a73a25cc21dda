import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { jwt } from 'hono/jwt';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { declare, declaringMore, type More } from '../plan.ts';
import { AUDIENCE, type Control, EVENT_PAUSE, EVENTS, ISSUER, ITEMS, ORIGINS } from '../service.ts';
import { hmacIssuer, type Issuer } from '../tokens.ts';
import { end, listen, watch } from '../watch.ts';

/** `listed`: origins that may send credentials; `public`: the defaults of its CORS, every origin and none. */
export type Sharing = 'listed' | 'public';

/** Hono 4 with its own CORS, JWT and secure-headers on Node; nothing is limited, and no clock skew is allowed. */
export async function startHono(sharing: Sharing = 'listed'): Promise<Control> {
  const issuer = hmacIssuer();
  const server = createAdaptorServer({ fetch: honoApp(issuer, sharing).fetch }) as Server;
  const seen = watch(server);
  const url = `http://127.0.0.1:${await listen(server)}`;
  const common = declare({
    issuer,
    exposed: ['Retry-After'],
    stream: true,
    tolerance: 0,
    bounded: false,
    required: ['iss', 'aud'],
  });
  const plan = declaringMore(common, sharing === 'public' ? PUBLIC : MORE);
  return { url, plan, seen, close: () => end(server) };
}

const LISTED: Parameters<typeof cors>[0] = {
  origin: ORIGINS,
  credentials: true,
  allowMethods: ['GET', 'POST', 'PATCH'],
  allowHeaders: ['Authorization', 'Content-Type'],
  exposeHeaders: ['Retry-After'],
  maxAge: 600,
};

const MORE: More = {
  endpoints: { catalogue: { path: '/catalogue', expect: { status: 200 } } },
  policy: { cache: { catalogue: 'public' } },
};

/** Every origin may read it, with whatever header it asks for. */
const PUBLIC: More = {
  endpoints: MORE.endpoints!,
  policy: {
    ...MORE.policy,
    cors: {
      endpoint: 'items',
      origins: ORIGINS,
      public: true,
      credentials: false,
      methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'],
      closed: ['methods'],
      expose: [],
    },
  },
};

function honoApp({ key }: Issuer, sharing: Sharing): Hono {
  const app = new Hono();
  app.use(secureHeaders());
  app.use(sharing === 'public' ? cors() : cors(LISTED));
  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
  });
  app.get('/', (context) => context.json({ service: 'controls' }));
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/catalogue', (context) => {
    context.header('cache-control', 'public, max-age=60');
    return context.json({ data: ['pen', 'ink'] });
  });
  app.use('/api/*', jwt({ secret: key, alg: 'HS256', verification: { iss: ISSUER, aud: AUDIENCE } }));
  app.get('/api/items', (context) => context.json(ITEMS));
  app.get('/api/events', (context) =>
    streamSSE(context, async (stream) => {
      for (const data of EVENTS) {
        await stream.writeSSE({ event: 'item', data });
        await sleep(EVENT_PAUSE);
      }
      await stream.writeSSE({ event: 'done', data: '{}' });
    }),
  );
  return app;
}
