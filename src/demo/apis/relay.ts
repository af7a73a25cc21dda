import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, SERVICE_TOKENS, userOf } from '../auth.ts';
import { prometheus } from '../prometheus.ts';
import { addRoute } from '../routes.ts';
import type { DemoState } from '../state.ts';
import { readings } from '../status.ts';

/** Values of a stream come in groups, a few ms apart. */
const GROUPS = 4;
const BETWEEN_GROUPS = 3;

interface Query {
  readonly query?: unknown;
  readonly user_id?: unknown;
  readonly top_k?: unknown;
}

/** The memory relay of the live execution: queries answered by server-sent events. */
export function addRelay(app: FastifyInstance, state: DemoState): void {
  addRoute(app, state, {
    name: 'memory-query',
    method: 'POST',
    path: '/api/v1/memory/query',
    auth: userOf(),
    handle: (request, reply) => answer(state, request, reply),
  });
  addRoute(app, state, {
    name: 'memory-usage',
    path: '/api/v1/memory/usage',
    auth: bearerOf(state, SERVICE_TOKENS),
    handle: (request, reply) =>
      reply.header('cache-control', 'no-store').send({ service: request.caller?.subject, queries: 0 }),
  });
  addRoute(app, state, {
    name: 'status',
    path: '/memory/status',
    handle: (_request, reply) => reply.header('cache-control', 'no-store').send(readings(state, 'memory')),
  });
  for (const [name, page] of [
    ['memory', 'memory'],
    ['system', 'system'],
    ['sse', 'memory'],
  ] as const)
    addRoute(app, state, {
      name: 'metrics',
      path: `/metrics/${name}`,
      handle: (_request, reply) => reply.type('text/plain; version=0.0.4').send(prometheus(state, [page])),
    });
}

function answer(state: DemoState, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { query, user_id: user, top_k: top = 10 } = (request.body ?? {}) as Query;
  const { subject = '' } = request.caller ?? {};
  if (typeof query !== 'string' || typeof top !== 'number' || !(top > 0 && top <= 100))
    return reply.code(400).send({ error: 'query and top_k are wanted' });
  if (user !== undefined && user !== subject) {
    state.counters.crossTenant++;
    return reply.code(404).send({ error: 'not found' });
  }
  return reply
    .header('cache-control', 'no-store')
    .type(`text/event-stream; charset=${state.defects.has('stream-charset') ? 'iso-8859-1' : 'utf-8'}`)
    .send(Readable.from(events(subject, top, request.mistake === 'stream-cut')));
}

/** The values of a query as event groups, then `done`, unless the stream is cut. */
async function* events(subject: string, top: number, cut: boolean): AsyncGenerator<string> {
  const values = Array.from({ length: top }, (_, rank) =>
    event('value', { rank: rank + 1, id: `${subject}-note-${rank + 1}`, score: 1 - rank / (top + 1) }),
  );
  const size = Math.ceil(top / GROUPS);
  for (let from = 0; from < top; from += size) {
    if (from > 0) await sleep(BETWEEN_GROUPS);
    yield values.slice(from, from + size).join('');
    if (cut) return;
  }
  yield event('done', { count: top });
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
