import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { DemoState } from '../state.ts';

interface Owned {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
}

interface Page {
  readonly data: readonly Pick<Owned, 'id' | 'name'>[];
  /** Leads to the next page, where there is one. */
  readonly next?: string;
}

/** The caller's things, a page at a time where that is asked for; undefined for a cursor of another tenant. */
export function pageOf(
  { defects }: DemoState,
  things: readonly Owned[],
  request: FastifyRequest,
): Page | undefined {
  const { limit = '', cursor } = request.query as { limit?: string; cursor?: string };
  const tenant = request.caller?.tenant ?? '';
  const from = cursor === undefined ? { tenant, start: 0 } : parseCursor(cursor);
  const trusted = defects.has('cursor-trusted') ? from.tenant : tenant;
  if (from.tenant !== trusted) return undefined;
  const own = things.filter((thing) => thing.tenant === trusted || defects.has('list-unfiltered'));
  const size = Number(limit) > 0 ? Number(limit) : own.length;
  const end = from.start + size;
  return {
    data: own.slice(from.start, end).map(({ id, name }) => ({ id, name })),
    ...(end < own.length && { next: Buffer.from(`${trusted} ${end}`).toString('base64url') }),
  };
}

/** Defects that look for somebody else's thing before they look whose it is. */
export function isTold({ defects }: DemoState, { method }: FastifyRequest): boolean {
  return defects.has('cross-tenant-read') || (defects.has('head-before-tenant') && method === 'HEAD');
}

/** 404 for what is not there and for what belongs to another tenant alike. */
export function notFound({ defects }: DemoState, reply: FastifyReply, exists: boolean): FastifyReply {
  const error = exists && defects.has('existence-told') ? 'not yours' : 'not found';
  return reply.header('cache-control', 'no-store').code(404).send({ error });
}

/** The defect of a tenant that a header may choose. */
export function claimable(
  { defects }: DemoState,
  auth: onRequestAsyncHookHandler,
): onRequestAsyncHookHandler {
  if (!defects.has('tenant-header-trusted')) return auth;
  return async function claiming(request, reply) {
    await auth.call(this, request, reply);
    const tenant = request.headers['x-tenant-id'];
    if (request.caller && typeof tenant === 'string') request.caller = { ...request.caller, tenant };
  };
}

function parseCursor(cursor: string): { tenant: string; start: number } {
  const [tenant = '', start = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  return { tenant, start: Math.max(0, Number(start) || 0) };
}
