import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { addRoute } from '../routes.ts';
import type { DemoState } from '../state.ts';

/** Failed authentication that an address may have in a window. */
const FAILURES = 15;

/** Exports cost much: few of them, in a window that slides, and no guessing of tokens. */
export function addExports(app: FastifyInstance, state: DemoState, auth: onRequestAsyncHookHandler): void {
  addRoute(app, state, {
    name: 'exports',
    path: '/v1/exports',
    auth: guarded(state, auth),
    limit: 'exports',
    handle: (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ data: [{ id: 'export-1', format: 'csv' }] }),
  });
}

/** Counts failed authentication by address, and rejects what exceeds it before tokens are looked at. */
function guarded(state: DemoState, auth: onRequestAsyncHookHandler): onRequestAsyncHookHandler {
  const failures = new Map<string, { count: number; since: number }>();
  return async function guard(this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
    const now = Date.now();
    const known = failures.get(request.ip);
    const current = known && now < known.since + state.windowMs ? known : { count: 0, since: now };
    if (current.count >= FAILURES && !state.defects.has('auth-failures-unlimited'))
      return reply
        .code(429)
        .header('retry-after', Math.ceil((current.since + state.windowMs - now) / 1000))
        .header('cache-control', 'no-store')
        .send({ error: 'too many failures' });
    const answer = await auth.call(this, request, reply);
    if (request.caller === undefined) failures.set(request.ip, { ...current, count: current.count + 1 });
    return answer;
  };
}
