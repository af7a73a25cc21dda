import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import rateLimitPlugin from '@fastify/rate-limit';
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';
import { addFeed } from './apis/feed.ts';
import { addPortal } from './apis/portal.ts';
import { addRelay } from './apis/relay.ts';
import { addScholarship } from './apis/scholarship.ts';
import { addService } from './apis/service.ts';
import { addErrors } from './errors.ts';
import { addHeaders } from './headers.ts';
import { storeOver } from './limit-counters.ts';
import { listenerOptions } from './listener.ts';
import { type DemoState, increment } from './state.ts';

/** One listener's application; HTTP and HTTPS each have one over the same state. */
export async function createApp(state: DemoState, { secure }: { secure: boolean }): Promise<FastifyInstance> {
  const options: FastifyServerOptions = { logger: false, forceCloseConnections: true };
  const app = fastify(secure ? { ...options, serverFactory: secureServer(state) } : options);
  app.decorateRequest('caller', undefined);
  app.decorateRequest('mistake', undefined);
  app.decorateRequest('version', '');
  await addHeaders(app, state);
  await app.register(rateLimitPlugin, {
    global: false,
    hook: 'preHandler',
    enableDraftSpec: true,
    addHeaders: { 'retry-after': !state.defects.has('limit-no-retry-after') },
    store: storeOver(state.limits),
  });
  addErrors(app, state);
  countAnswers(app, state);
  for (const add of [addService, addScholarship, addPortal, addRelay, addFeed]) add(app, state);
  return app;
}

/** Fastify's type for servers of its own making knows HTTP only; at run time both are alike. */
function secureServer(state: DemoState): (handler: RequestListener) => Server {
  return (handler) => createHttpsServer(listenerOptions(state, Date.now()), handler) as unknown as Server;
}

function countAnswers(app: FastifyInstance, state: DemoState): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    increment(state.answers, `${request.method} ${route} ${reply.statusCode}`);
  });
}
