import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { originGate, portalGate, portalGrants, scholarshipGrants } from './cors.ts';
import type { DefectId } from './defects.ts';
import type { DemoState } from './state.ts';

const ORIGIN = 'access-control-allow-origin';
const CREDENTIALS = 'access-control-allow-credentials';

/** CORS on every answer, errors among them; preflights are answered before authentication. */
export async function addCors(app: FastifyInstance, state: DemoState): Promise<void> {
  for (const [id, hook] of Object.entries(EARLY))
    if (state.defects.has(id as DefectId)) app.addHook('onRequest', hook);
  await app.register(cors, {
    delegator: (request, decide) => decide(null, optionsFor(request, state)),
  });
  for (const [id, change] of Object.entries(LATE))
    if (state.defects.has(id as DefectId))
      app.addHook('onSend', async (request, reply) => void change(reply, request));
}

function optionsFor({ headers, url }: FastifyRequest, { defects, counters }: DemoState): FastifyCorsOptions {
  const portal = url.startsWith('/v1/');
  const granted = (portal ? portalGate : originGate(defects))(headers.origin);
  if (!granted && headers.origin !== undefined) counters.corsDenied++;
  const asked = headers['access-control-request-method'];
  return {
    ...(portal ? portalGrants(defects) : scholarshipGrants(defects, asked)),
    origin: granted,
  };
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Defects that answer, or break, before the rule for origins is asked. */
const EARLY: Partial<Record<DefectId, Hook>> = {
  'cors-preflight-needs-auth': async ({ method, headers }, reply) => {
    if (method === 'OPTIONS' && headers.authorization === undefined)
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer realm="demo"')
        .send({ error: 'unauthorised' });
  },
  'cors-options-crash': async ({ method, headers }) => {
    if (method === 'OPTIONS') new URL(headers.origin ?? '');
  },
  'cors-malformed-origin-crash': async ({ headers: { origin = 'null' } }) => {
    if (origin !== 'null') new URL(origin);
  },
};

/** Defects that change header lines when the answer goes out. */
const LATE: Partial<Record<DefectId, (reply: FastifyReply, request: FastifyRequest) => void>> = {
  'cors-wildcard-with-credentials': (reply) => changeGrant(reply, () => '*'),
  'cors-two-origins': (reply) => changeGrant(reply, (origin) => `${origin}, https://scholar-sync.example`),
  'cors-origin-slash': (reply) => changeGrant(reply, (origin) => `${origin}/`),
  'cors-credentials-spelling': (reply) => {
    if (reply.hasHeader(CREDENTIALS)) reply.header(CREDENTIALS, 'True');
  },
  'cors-no-vary': (reply) => reply.removeHeader('vary'),
  'cors-vary-on-grants-only': (reply) => {
    if (!reply.hasHeader(ORIGIN)) reply.removeHeader('vary');
  },
  'cors-errors-unreadable': (reply) => {
    if (reply.statusCode >= 400) reply.removeHeader(ORIGIN);
  },
  'cors-errors-reflect': (reply, { headers }) => {
    if (reply.statusCode >= 400) reply.headers({ [ORIGIN]: headers.origin, [CREDENTIALS]: 'true' });
  },
  'cors-redirect-bare': (reply) => {
    if (reply.statusCode >= 300 && reply.statusCode <= 399) reply.removeHeader(ORIGIN);
  },
  'cors-files-open': (reply, { routeOptions }) => {
    if (routeOptions.url === '/v1/files/:id') reply.header(ORIGIN, '*');
  },
};

function changeGrant(reply: FastifyReply, change: (origin: string) => string): void {
  const origin = reply.getHeader(ORIGIN);
  if (typeof origin === 'string') reply.header(ORIGIN, change(origin));
}
