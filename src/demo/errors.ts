import type { FastifyError, FastifyInstance } from 'fastify';
import type { DemoState } from './state.ts';

/** Errors as small JSON: no stack, no internals, never cacheable. */
export function addErrors(app: FastifyInstance, { defects }: DemoState): void {
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    const text = status === 429 ? 'too many requests' : status < 500 ? 'bad request' : 'internal error';
    return reply.code(status).header('cache-control', 'no-store').send({ error: text });
  });
  const stack = defects.has('errors-tell-stack') ? { stack: STACK } : {};
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .header('cache-control', 'no-store')
      .send({ error: 'not found', ...stack }),
  );
}

const STACK = [
  'Error: no such route',
  '    at lookup (/srv/portal/node_modules/fastify/lib/route.js:512:11)',
  '    at Server.handle (/srv/portal/src/server.js:88:7)',
].join('\n');
