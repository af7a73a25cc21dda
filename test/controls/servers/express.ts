import { createServer } from 'node:http';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { declare, declaringMore, type Offers } from '../plan.ts';
import { type Control, type Declared, EXPOSED, ITEMS, NOTES, ORIGINS, QUOTA, WINDOW } from '../service.ts';
import { type Caller, hmacIssuer, UsedTokens, verifyBearer } from '../tokens.ts';
import { end, listen, watch } from '../watch.ts';
import { addSignedIn, MORE, openRoutes } from './express-more.ts';

/** Families of rate-limit headers; `legacy` is what express-rate-limit sends by default, with a reset as a date. */
export const DRAFTS = ['draft-6', 'draft-7', 'draft-8', 'legacy'] as const;
export type Draft = (typeof DRAFTS)[number];

const FAMILY = {
  'draft-6': 'draft-6',
  'draft-7': 'draft-7',
  'draft-8': 'draft-8',
  legacy: 'x-ratelimit',
} as const;
const SEPARATE = ['Limit', 'Remaining', 'Reset'];
const exposedBy = (draft: Draft) => {
  if (draft === 'legacy') return [...SEPARATE.map((name) => `X-RateLimit-${name}`), 'Retry-After'];
  return draft === 'draft-6' ? [...SEPARATE.map((name) => `RateLimit-${name}`), 'Retry-After'] : EXPOSED;
};
const headersOf = (draft: Draft) =>
  draft === 'legacy'
    ? ({ standardHeaders: false, legacyHeaders: true } as const)
    : ({ standardHeaders: draft, legacyHeaders: false } as const);

const issuer = hmacIssuer();
const callers = new WeakMap<Request, Caller>();

/** Express 5 with cors, helmet, express-rate-limit and jose, as their documentation shows them. */
export async function startExpress(draft: Draft, { guarded = false } = {}): Promise<Control> {
  const server = createServer(expressApp(draft, { guarded }));
  const seen = watch(server);
  const url = `http://127.0.0.1:${await listen(server)}`;
  const plan = planOf({ limitHeaders: FAMILY[draft], exposed: exposedBy(draft) });
  const authFailures = guarded ? [GUARD] : [];
  return { url, plan: declaringMore(plan, { policy: { authFailures } }), seen, close: () => end(server) };
}

/** Authentications that may fail in one window, of an address. */
const FAILURES = 30;
const GUARD = { endpoint: 'items', identity: 'users', quota: FAILURES, window: `${WINDOW}ms` };

/** All of the common API. */
const OFFERS: Offers = { issuer, oneTime: true, tenants: true, stream: true, limit: { methods: ['HEAD'] } };

const STREAM = {
  ids: 'sequential',
  resume: true,
  retry: { max: '10s' },
  twin: { endpoint: 'list', items: '$.data[*]', event: 'item' },
} as const;

/** All that the service promises. */
export function planOf(offers: Partial<Offers>): Declared {
  const plan = declaringMore(
    declare({ ...OFFERS, ...offers, limit: { ...OFFERS.limit, ...offers.limit } }),
    MORE,
  );
  const policy = plan.policy!;
  const streams = policy.streams!.map((each) => ({ ...each, ...STREAM }));
  const replay = policy.replay!.map((each) =>
    each.endpoint === 'tasks' ? { ...each, scope: 'global' as const, elsewhere: ['tickets'] } : each,
  );
  return { ...plan, policy: { ...policy, streams, replay } };
}

/** `limited: false` leaves limits to a proxy in front; `guarded: true` counts failed authentications by address. */
export function expressApp(draft: Draft, { limited = true, guarded = false } = {}): Express {
  const app = express();
  app.use(helmet());
  app.use(
    cors({
      origin: ORIGINS,
      credentials: true,
      methods: ['GET', 'POST', 'PATCH'],
      allowedHeaders: ['Authorization', 'Content-Type'],
      exposedHeaders: exposedBy(draft),
      maxAge: 600,
    }),
  );
  app.use((_, response, next) => void next(response.set('cache-control', 'no-store') && undefined));
  app.get('/healthz', (_, response) => void response.json({ status: 'ok' }));
  app.use(openRoutes());
  app.get('/', limited ? limiter(draft) : pass, (_, response) => void response.json({ service: 'controls' }));
  if (guarded) app.use('/api', guard(draft));
  app.use('/api', authenticate);
  const perSubject = limiter(draft, (request) => callers.get(request)!.subject);
  app.get('/api/items', limited ? perSubject : pass, (_, response) => void response.json(ITEMS));
  addTasks(app);
  addNotes(app);
  addSignedIn(app);
  app.use((_, response) => void response.status(404).json({ error: 'not found' }));
  app.use(onError);
  return app;
}

const pass: RequestHandler = (_, __, next) => next();

function limiter(draft: Draft, keyGenerator?: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: WINDOW,
    limit: QUOTA,
    ...headersOf(draft),
    message: { error: 'too many requests' },
    ...(keyGenerator && { keyGenerator }),
  });
}

/** Failures by address, whatever the token. */
function guard(draft: Draft): RequestHandler {
  const requestWasSuccessful = (_: unknown, { statusCode }: { statusCode: number }) => statusCode !== 401;
  const message = { error: 'too many failures' };
  const options = { windowMs: WINDOW, limit: FAILURES, ...headersOf(draft), message };
  return rateLimit({ ...options, skipSuccessfulRequests: true, requestWasSuccessful });
}

const authenticate: RequestHandler = async (request, response, next) => {
  try {
    callers.set(request, await verifyBearer(request.headers.authorization, issuer));
  } catch {
    const error = request.headers.authorization === undefined ? '' : ' error="invalid_token"';
    response.status(401).set('www-authenticate', `Bearer${error}`).json({ error: 'unauthorised' });
    return;
  }
  next();
};

function addTasks(app: Express): void {
  const used = new UsedTokens();
  const once: RequestHandler = (request, response, next) => {
    if (used.use(callers.get(request)!)) return next();
    response.status(401).set('www-authenticate', 'Bearer error="invalid_token"').json({ error: 'used' });
  };
  app.get('/api/tickets', once, (_, response) => void response.json({ data: ['ticket'] }));
  app.post('/api/tasks', once, express.json(), (_, response) => void response.json({ status: 'done' }));
}

/** Notes of the caller's tenant; those of others do not exist for it. */
function addNotes(app: Express): void {
  const own = (request: Request) => NOTES.filter(({ tenant }) => tenant === callers.get(request)!.tenant);
  app.get('/api/notes', (request, response) => void response.json({ data: own(request) }));
  app.get('/api/notes/:id', (request, response, next) => {
    const note = own(request).find(({ id }) => id === request.params['id']);
    if (note === undefined) next();
    else response.json(note);
  });
}

const onError: ErrorRequestHandler = (error: { status?: number }, _, response, next) => {
  if (response.headersSent) return next(error);
  const status = error.status ?? 500;
  response.status(status).json({ error: status < 500 ? 'bad request' : 'internal error' });
};
