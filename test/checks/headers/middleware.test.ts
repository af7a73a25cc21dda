import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import helmetPlugin from '@fastify/helmet';
import { createAdaptorServer } from '@hono/node-server';
import express, { type Express } from 'express';
import { fastify } from 'fastify';
import helmet from 'helmet';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import Koa from 'koa';
import koaHelmet from 'koa-helmet';
import { expect, test, vi } from 'vitest';
import { checks } from '../../../checks/index.ts';
import { type Against, run } from '../run.ts';

/** What each of these services has: JSON for a token, a page, a route for signing in, and one that fails. */
const TOKENS = ['Bearer alice-token-0001', 'Bearer bob-token-000002'];
const PAGE = '<!doctype html><html><title>Shop</title><p>Grüße</p></html>';
const COOKIE = 'sid=abc; Path=/; HttpOnly; SameSite=Lax';
const ITEMS = { data: [{ id: 1 }] };

// Express writes every error to the console.
vi.spyOn(console, 'error').mockImplementation(() => undefined);

const FAMILIES = /^(?:headers|cookies|caching)\//;
const own = checks.filter(({ id }) => FAMILIES.test(id));

const isKnown = (authorization: string | undefined) => TOKENS.includes(authorization ?? '');

/** The defaults of a policy, or one for pages. */
const declared = (url: string, profile: 'api' | 'html'): Against => ({
  url,
  profile: 'deep',
  pools: {
    users: { kind: 'static', tokens: TOKENS.map((each) => each.slice('Bearer '.length)), use: 'check' },
  },
  policy: {
    headers: { endpoints: ['items', 'page', 'empty'], errors: ['broken'], profile },
    cookies: { endpoints: ['session'], session: ['sid'] },
    cache: { items: 'no-store', page: 'public' },
  },
  endpoints: {
    items: { path: '/items', identity: 'users' },
    page: { path: '/page' },
    empty: { path: '/empty' },
    session: { method: 'POST', path: '/session', body: { user: 'alice' }, safe: true },
    broken: { path: '/broken' },
  },
});

function expressApp(environment: 'production' | 'development', protect = true): Express {
  const app = express();
  app.set('env', environment);
  if (protect) app.use(helmet());
  app.use(express.json());
  app.get('/items', (request, response) => {
    response.set('cache-control', 'no-store');
    if (isKnown(request.headers.authorization)) response.json(ITEMS);
    else response.status(401).set('www-authenticate', 'Bearer').json({ error: 'unauthorised' });
  });
  app.get('/page', (_, response) => void response.type('html').send(PAGE));
  app.get('/empty', (_, response) => void response.status(204).end());
  app.post('/session', (_, response) => void response.set('set-cookie', COOKIE).json({ ok: true }));
  app.get('/broken', () => {
    throw new Error('broken on purpose');
  });
  app.get('/things/:id', (_, response) => void response.json({}));
  return app;
}

async function fastifyServer(): Promise<Server> {
  const app = fastify({ forceCloseConnections: true });
  await app.register(helmetPlugin);
  app.get('/items', (request, reply) => {
    reply.header('cache-control', 'no-store');
    return isKnown(request.headers.authorization)
      ? reply.send(ITEMS)
      : reply.code(401).send({ error: 'unauthorised' });
  });
  app.get('/page', (_, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  app.get('/empty', (_, reply) => reply.code(204).send());
  app.post('/session', (_, reply) => reply.header('set-cookie', COOKIE).send({ ok: true }));
  app.get('/broken', async () => {
    throw new Error('broken on purpose');
  });
  await app.ready();
  return app.server;
}

function koaServer(): Server {
  const app = new Koa();
  app.silent = true;
  app.use(koaHelmet());
  app.use((ctx) => {
    const routes: Record<string, () => void> = {
      '/items': () => {
        ctx.set('cache-control', 'no-store');
        const known = isKnown(ctx.get('authorization'));
        ctx.status = known ? 200 : 401;
        ctx.body = known ? ITEMS : { error: 'unauthorised' };
      },
      '/page': () => {
        ctx.type = 'html';
        ctx.body = PAGE;
      },
      '/empty': () => {
        ctx.status = 204;
      },
      '/session': () => {
        ctx.set('set-cookie', COOKIE);
        ctx.body = { ok: true };
      },
      '/broken': () => {
        ctx.status = 503;
        ctx.body = 'Service Unavailable';
      },
    };
    routes[ctx.path]?.();
  });
  return createServer(app.callback());
}

function honoServer(): Server {
  const app = new Hono();
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"], objectSrc: ["'none'"] } }));
  app.get('/items', (c) => {
    c.header('cache-control', 'no-store');
    return isKnown(c.req.header('authorization')) ? c.json(ITEMS) : c.json({ error: 'unauthorised' }, 401);
  });
  app.get('/page', (c) => c.html(PAGE));
  app.get('/empty', (c) => c.body(null, 204));
  app.post('/session', (c) => {
    c.header('set-cookie', COOKIE);
    return c.json({ ok: true });
  });
  app.get('/broken', () => {
    throw new Error('broken on purpose');
  });
  app.onError((_, c) => c.text('Internal Server Error', 500));
  return createAdaptorServer(app) as Server;
}

/** Nothing but what nginx itself sends: no security headers, error pages of its own, the product's name alone. */
function nginxLike(): Server {
  const errorPage = (text: string) =>
    `<html>\r\n<head><title>${text}</title></head>\r\n<body>\r\n<center><h1>${text}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return createServer((request, response) => {
    response.setHeader('Server', 'nginx');
    const path = request.url ?? '';
    if (path.includes('%zz')) return end(400, 'text/html', errorPage('400 Bad Request'));
    if (path === '/items' && isKnown(request.headers.authorization))
      return end(200, 'application/json', JSON.stringify(ITEMS), 'no-store');
    if (path === '/items') return end(401, 'text/html', errorPage('401 Authorization Required'));
    if (path === '/page') return end(200, 'text/html; charset=utf-8', PAGE);
    if (path === '/empty') return end(204);
    if (path === '/session') {
      response.setHeader('Set-Cookie', COOKIE);
      return end(200, 'application/json', '{"ok":true}');
    }
    if (path === '/broken') return end(502, 'text/html', errorPage('502 Bad Gateway'));
    return end(404, 'text/html', errorPage('404 Not Found'));
    function end(status: number, type?: string, body?: string, keep?: string): void {
      response.statusCode = status;
      if (type !== undefined) response.setHeader('Content-Type', type);
      if (keep !== undefined) response.setHeader('Cache-Control', keep);
      response.end(body);
    }
  });
}

const SERVERS: Readonly<Record<string, () => Server | Promise<Server>>> = {
  'Express 5 with helmet': () => createServer(expressApp('production')),
  'Fastify with @fastify/helmet': fastifyServer,
  'Koa with koa-helmet': koaServer,
  'Hono with secureHeaders': honoServer,
};

async function look(server: Server, profile: 'api' | 'html') {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { findings, exchanges } = await run(own, declared(url, profile));
    const outcome = (wanted: string) =>
      findings.filter((finding) => finding.outcome === wanted).map(({ id, message }) => `${id}: ${message}`);
    return { failed: outcome('fail'), errors: outcome('error'), open: outcome('inconclusive'), exchanges };
  } finally {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

test.concurrent.each(
  Object.entries(SERVERS).flatMap(([name, make]) =>
    (['api', 'html'] as const).map((profile) => ({ name, profile, make })),
  ),
)('$name, declared as $profile: nothing fails, nothing is left open', async ({ make, profile }) => {
  const { failed, errors, open } = await look(await make(), profile);
  expect({ failed, errors, open }).toEqual({ failed: [], errors: [], open: [] });
});

test.concurrent('nginx by itself, declared as an API, lacks nosniff alone', async () => {
  const { failed, errors } = await look(nginxLike(), 'api');
  expect({ failed, errors }).toEqual({ failed: [expect.stringMatching(/^headers\/nosniff: /)], errors: [] });
});

test.concurrent('Express without helmet, in development, lacks nosniff and tells its stack', async () => {
  const { failed } = await look(createServer(expressApp('development', false)), 'api');
  expect(failed.map((line) => line.split(':')[0]).toSorted()).toEqual([
    'headers/error-leaks',
    'headers/nosniff',
  ]);
});
