import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Express, type RequestHandler, Router } from 'express';
import type { More } from '../plan.ts';
import { EVENT_PAUSE, EVENTS } from '../service.ts';

/** What the Express service has that the common API has not: a page, a session cookie, signed URLs, readiness. */
export const MORE: More = {
  endpoints: {
    page: { path: '/page', expect: { status: 200, headers: { 'content-type': { contains: 'text/html' } } } },
    moved: { path: '/old-page', expect: { status: 301 } },
    session: { path: '/session', expect: { status: 200 } },
    catalogue: { path: '/catalogue', expect: { status: 200 } },
    readyz: { path: '/readyz', expect: { status: 200 } },
    link: { path: '/api/files/1/link', identity: 'users', expect: { status: 200 } },
    list: { path: '/api/event-list', identity: 'users', expect: { status: 200 } },
    tickets: { path: '/api/tickets', identity: 'workers', expect: { status: 200 } },
  },
  policy: {
    headers: { profile: 'html', endpoints: ['items', 'root', 'healthz', 'page'], errors: ['moved'] },
    cookies: { endpoints: ['session'], session: ['__Host-session'], strict: true },
    cache: { catalogue: 'public' },
    files: [{ endpoint: 'link', validity: '2s', cache: 'private', other: '/files/2' }],
    health: {
      readiness: 'readyz',
      dependency: { down: { path: '/switch/down' }, up: { path: '/switch/up' }, settle: '20ms' },
    },
  },
};

/** Routes that need no token. */
export function openRoutes(): Router {
  const router = Router();
  const state = { down: false };
  router.get('/page', (_, response) => void response.type('html').send(PAGE));
  router.get('/old-page', (_, response) => response.redirect(301, '/page'));
  router.get('/session', (_, response) => {
    response.cookie('__Host-session', 'anonymous', {
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
    });
    response.json({ signedIn: false });
  });
  router.get('/catalogue', (_, response) => {
    response.set('cache-control', 'public, max-age=60').json({ data: ['pen', 'ink'] });
  });
  router.get('/readyz', (_, response) => {
    if (state.down) response.status(503).set('retry-after', '1').json({ status: 'not ready' });
    else response.json({ status: 'ready' });
  });
  router.post(['/switch/down', '/switch/up'], (request, response) => {
    state.down = request.path.endsWith('down');
    response.status(204).end();
  });
  router.get('/files/:id', download);
  return router;
}

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Controls</title></head>
<body><h1>Controls</h1><p>Nothing to see here.</p></body></html>`;

const SIGNED_FOR = 2;
const KEY = 'controls-only-key-of-signed-urls';

/** Whoever holds the URL may read the file until it expires. */
const download: RequestHandler = (request, response) => {
  const id = String(request.params['id']);
  const { expires, signature } = request.query;
  const left = Number(expires) - Math.floor(Date.now() / 1000);
  if (!(left > 0) || !isEqual(String(signature), signatureOf(id, String(expires)))) {
    response.status(403).json({ error: 'forbidden' });
    return;
  }
  response.set('cache-control', `private, max-age=${left}`).attachment(`report-${id}.txt`).type('text/plain');
  response.send(`report ${id}`);
};

function signatureOf(id: string, expires: string): string {
  return createHmac('sha256', KEY).update(`${id}\n${expires}`).digest('base64url');
}

function isEqual(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

/** Routes below `/api`, where a token was verified before. */
export function addSignedIn(app: Express): void {
  app.get('/api/files/:id/link', (request, response) => {
    const { id } = request.params;
    const expires = Math.floor(Date.now() / 1000) + SIGNED_FOR;
    response.json({ url: `/files/${id}?expires=${expires}&signature=${signatureOf(id, String(expires))}` });
  });
  app.get('/api/event-list', (_, response) => void response.json({ data: EVENTS }));
  app.get('/api/events', stream);
}

/** Resumes after the last event that the client has seen. */
const stream: RequestHandler = async (request, response) => {
  const last = Number(request.headers['last-event-id'] ?? 0);
  response.set('content-type', 'text/event-stream; charset=utf-8').write('retry: 2000\n\n');
  for (const [index, data] of EVENTS.entries()) {
    if (index + 1 <= last) continue;
    response.write(`id: ${index + 1}\nevent: item\ndata: ${JSON.stringify(data)}\n\n`);
    await sleep(EVENT_PAUSE);
  }
  response.end('event: done\ndata: {}\n\n');
};
