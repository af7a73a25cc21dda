import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, PORTAL_TOKENS } from '../auth.ts';
import { DEMO_ONLY_HMAC_SECRET } from '../keys.ts';
import { addRoute } from '../routes.ts';
import { SharedCache } from '../shared-cache.ts';
import type { DemoState } from '../state.ts';
import { readings } from '../status.ts';
import { addPortalBrowser } from './portal-browser.ts';
import { addExports } from './portal-exports.ts';
import { claimable, isTold, notFound, pageOf } from './portal-tenants.ts';

/** Tenants and their files; a marker is text that only the tenant itself may ever see. */
const TENANTS = ['acme', 'globex'] as const;
const FILES = TENANTS.flatMap((tenant) =>
  [1, 2, 3].map((number) => ({
    id: `${tenant}-000${number}`,
    tenant,
    name: `report-${number}.txt`,
    content: `${tenant}-confidential-000${number}`,
  })),
);

const SIGNED_FOR = 60;

/** The multi-tenant portal API of the canary deployment plan. */
export function addPortal(app: FastifyInstance, state: DemoState): void {
  const auth = claimable(state, bearerOf(state, PORTAL_TOKENS));
  const cache = new SharedCache();
  addRoute(app, state, {
    name: 'portal-health',
    path: '/v1/health',
    handle: (_request, reply) => noStore(reply).send({ status: 'ok' }),
  });
  addRoute(app, state, {
    name: 'status',
    path: '/v1/status',
    handle: (_request, reply) => noStore(reply).send(readings(state, 'portal')),
  });
  for (const name of ['contacts', 'jobs'] as const)
    addRoute(app, state, {
      name,
      path: `/v1/${name}`,
      auth,
      limit: 'caller',
      handle: (request, reply) => list(state, cache, name, request, noStore(reply)),
    });
  addFiles(app, state, auth);
  addExports(app, state, auth);
  addPortalBrowser(app, state, auth);
}

function list(
  { defects }: DemoState,
  cache: SharedCache,
  name: 'contacts' | 'jobs',
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const tenant = tenantOf(request);
  const make = () => ({ data: things(name, tenant) });
  const isCached = name === 'contacts' && defects.has('contacts-from-cache');
  return isCached ? cache.answer(reply, tenant, make) : reply.send(make());
}

function addFiles(app: FastifyInstance, state: DemoState, auth: ReturnType<typeof bearerOf>): void {
  const add = (
    name: string,
    path: string,
    handle: (request: FastifyRequest, reply: FastifyReply) => unknown,
  ) => addRoute(app, state, { name, path, auth, limit: 'files', handle });
  add('files', '/v1/files', (request, reply) => {
    const page = pageOf(state, FILES, request);
    return page ? noStore(reply).send(page) : noStore(reply).code(400).send({ error: 'unknown cursor' });
  });
  add('file', '/v1/files/:id', (request, reply) => {
    const file = ownFile(state, request);
    const known = state.defects.has('etag-before-tenant') ? fileOf(request) : file;
    if (known && request.headers['if-none-match'] === tagOf(known)) return reply.code(304).send();
    return file
      ? cacheable(state, reply).header('etag', tagOf(file)).send(file)
      : notFound(state, reply, fileOf(request) !== undefined);
  });
  add('newest-file', '/v1/newest-file', (request, reply) => {
    const newest = FILES.findLast(({ tenant }) => tenant === tenantOf(request));
    return newest ? noStore(reply).redirect(`/v1/files/${newest.id}`, 307) : missing(reply);
  });
  add('signed-url', '/v1/files/:id/signed-url', (request, reply) => {
    const file = ownFile(state, request);
    if (!file) return missing(reply);
    state.counters.signedUrls++;
    const expires = Math.floor(Date.now() / 1000) + validity(request);
    const url = `/v1/download/${file.id}?expires=${expires}&signature=${signature(state, file.id, expires)}`;
    return noStore(reply).send({ url, expires });
  });
  addRoute(app, state, {
    name: 'download',
    path: '/v1/download/:id',
    handle: (request, reply) => download(state, request, reply),
  });
}

/** A file by its signed URL alone: whoever holds it may read until it expires. */
function download(state: DemoState, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { expires = '', signature: given = '' } = request.query as Record<string, string>;
  const { id } = request.params as { id: string };
  const left = Number(expires) - Math.floor(Date.now() / 1000);
  const file = FILES.find((candidate) => candidate.id === id);
  if (!file || !(left > 0) || !equal(given, signature(state, id, Number(expires))))
    return noStore(reply).code(403).send({ error: 'forbidden' });
  const kept = state.defects.has('download-kept-long') ? 86_400 : left;
  return reply
    .header('cache-control', `private, max-age=${kept}`)
    .header('content-disposition', `attachment; filename="${file.name}"`)
    .type('text/plain; charset=utf-8')
    .send(file.content);
}

function signature({ defects }: DemoState, id: string, expires: number): string {
  const text = defects.has('signature-without-expiry') ? id : `${id}\n${expires}`;
  return createHmac('sha256', DEMO_ONLY_HMAC_SECRET).update(text).digest('base64url');
}

/** Seconds that a URL is good for: a minute, or less when that is asked for. */
function validity(request: FastifyRequest): number {
  const asked = Number((request.query as Record<string, string>)['seconds']);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, SIGNED_FOR) : SIGNED_FOR;
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** The file of the path, when the caller's tenant owns it: another tenant's is as good as not there. */
function ownFile(state: DemoState, request: FastifyRequest): (typeof FILES)[number] | undefined {
  const file = fileOf(request);
  return file && (file.tenant === tenantOf(request) || isTold(state, request)) ? file : undefined;
}

function fileOf(request: FastifyRequest): (typeof FILES)[number] | undefined {
  const { id } = request.params as { id: string };
  return FILES.find((candidate) => candidate.id === id);
}

function tagOf({ content }: (typeof FILES)[number]): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`;
}

function tenantOf(request: FastifyRequest): string {
  return request.caller?.tenant ?? '';
}

function things(kind: string, tenant: string): { id: string; name: string }[] {
  return [1, 2, 3, 4, 5].map((number) => ({ id: `${tenant}-${kind}-${number}`, name: `${kind} ${number}` }));
}

function cacheable({ defects }: DemoState, reply: FastifyReply): FastifyReply {
  const value = defects.has('files-publicly-cacheable') ? 'public, max-age=300' : 'private, max-age=300';
  return reply.header('cache-control', value);
}

function noStore(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

function missing(reply: FastifyReply): FastifyReply {
  return noStore(reply).code(404).send({ error: 'not found' });
}
