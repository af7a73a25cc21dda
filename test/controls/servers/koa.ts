import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import cors from '@koa/cors';
import Router from '@koa/router';
import Koa, { type Context, type Next } from 'koa';
import helmet from 'koa-helmet';
import type { Authority } from '../../http/certificates.ts';
import { declare, declaringMore, type More } from '../plan.ts';
import { type Control, EVENT_PAUSE, EVENTS, ITEMS, NOTES, ORIGINS } from '../service.ts';
import { type Caller, ecIssuer, type Issuer, verifyBearer } from '../tokens.ts';
import { end, listen, watch } from '../watch.ts';

const DAYS = 90;

/** Koa 3 over HTTPS with its own CORS and router, koa-helmet and jose; nothing is limited, and plain HTTP leads there. */
export async function startKoa(authority: Authority): Promise<Control> {
  const issuer = await ecIssuer();
  const { cert, key } = authority.issue('koa', 'IP:127.0.0.1', DAYS);
  const server = createServer(
    { cert: readFileSync(cert), key: readFileSync(key) },
    koaApp(issuer).callback(),
  );
  const seen = watch(server);
  const url = `https://127.0.0.1:${await listen(server)}`;
  const plain = createPlainServer(redirectingTo(url).callback());
  const more = moreWith(`http://127.0.0.1:${await listen(plain)}`, Number(new URL(url).port));
  const common = declare({ issuer, exposed: ['Retry-After'], tenants: true, stream: true, secure: true });
  const close = async () => void (await Promise.all([end(server), end(plain)]));
  return { url, plan: declaringMore(common, more), seen, ca: authority.ca, close };
}

const moreWith = (plain: string, port: number): More => ({
  endpoints: {
    session: { path: '/session', expect: { status: 200 } },
    catalogue: { path: '/catalogue', expect: { status: 200 } },
  },
  policy: {
    headers: { endpoints: ['items', 'root', 'healthz', 'events'], plain },
    cookies: { endpoints: ['session'], session: ['__Host-session'], strict: true },
    cache: { catalogue: 'public' },
    tls: { minDays: 30, versions: ['1.2', '1.3'], ports: { open: [port], closed: [NOBODYS] } },
  },
});

/** Of TCP, reserved: nothing listens there. */
const NOBODYS = 1;

function redirectingTo(url: string): Koa {
  return new Koa().use((context) => {
    context.status = 308;
    context.redirect(url + context.url);
  });
}

function koaApp(issuer: Issuer): Koa {
  const app = new Koa();
  app.use(helmet());
  app.use(cors({ ...GRANT, origin: (context) => granted(context.get('origin')) }));
  app.use(handleErrors);
  const router = new Router();
  router.get('/', (context) => answer(context, { service: 'controls' }));
  router.get('/healthz', (context) => answer(context, { status: 'ok' }));
  router.get('/session', (context) => {
    context.cookies.set('__Host-session', 'anonymous', {
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
    });
    answer(context, { signedIn: false });
  });
  router.get('/catalogue', (context) => {
    context.set('cache-control', 'public, max-age=60');
    answer(context, { data: ['pen', 'ink'] });
  });
  router.use('/api', (context, next) => authenticate(context, next, issuer));
  router.get('/api/items', (context) => answer(context, ITEMS));
  router.get('/api/notes', (context) => answer(context, { data: own(context) }));
  router.get('/api/notes/:id', (context) => {
    const note = own(context).find(({ id }) => id === context['params'].id);
    if (note !== undefined) answer(context, note);
  });
  router.get('/api/events', (context) => {
    context.type = 'text/event-stream';
    context.body = Readable.from(events());
  });
  app.use(router.routes()).use(router.allowedMethods());
  return app;
}

const GRANT: cors.Options = {
  credentials: true,
  allowMethods: ['GET', 'POST', 'PATCH'],
  allowHeaders: ['Authorization', 'Content-Type'],
  exposeHeaders: ['Retry-After'],
  maxAge: 600,
};

/** The empty text is no grant. */
const granted = (origin: string) => (ORIGINS.includes(origin) ? origin : '');

function answer(context: Context, body: unknown): void {
  context.body = body;
}

/** Koa's own handler drops the headers that were set: answers errors itself, as JSON. */
async function handleErrors(context: Context, next: Next): Promise<void> {
  context.set('cache-control', 'no-store');
  try {
    await next();
  } catch (error) {
    context.status = (error as { status?: number }).status ?? 500;
    context.body = { error: context.status < 500 ? 'bad request' : 'internal error' };
    return;
  }
  if (context.status < 400 || context.body) return;
  const { status } = context;
  context.body = { error: 'not found' };
  context.status = status;
}

async function authenticate(context: Context, next: Next, issuer: Issuer): Promise<void> {
  try {
    context.state['caller'] = await verifyBearer(context.get('authorization') || undefined, issuer);
  } catch {
    context.status = 401;
    context.set('www-authenticate', 'Bearer realm="controls"');
    context.body = { error: 'unauthorised' };
    return;
  }
  await next();
}

function own(context: Context) {
  const { tenant } = context.state['caller'] as Caller;
  return NOTES.filter((note) => note.tenant === tenant);
}

async function* events(): AsyncGenerator<string> {
  for (const data of EVENTS) {
    yield `event: item\ndata: ${data}\n\n`;
    await sleep(EVENT_PAUSE);
  }
  yield 'event: done\ndata: {}\n\n';
}
