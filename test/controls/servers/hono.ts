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

/** Hono 4 with its own CORS, JWT and secure-headers on Node; nothing is limited, and no clock skew is allowed. */
export async function startHono(): Promise<Control> {
  const issuer = hmacIssuer();
  const server = createAdaptorServer({ fetch: honoApp(issuer).fetch }) as Server;
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
  return { url, plan: declaringMore(common, MORE), seen, close: () => end(server) };
}

const MORE: More = {
  endpoints: { catalogue: { path: '/catalogue', expect: { status: 200 } } },
  policy: { cache: { catalogue: 'public' } },
};

function honoApp({ key }: Issuer): Hono {
  const app = new Hono();
  app.use(secureHeaders());
  app.use(
    cors({
      origin: ORIGINS,
      credentials: true,
      allowMethods: ['GET', 'POST', 'PATCH'],
      allowHeaders: ['Authorization', 'Content-Type'],
      exposeHeaders: ['Retry-After'],
      maxAge: 600,
    }),
  );
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
