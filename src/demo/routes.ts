import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { disturbance } from './faults.ts';
import { type RouteLimit, rateLimit } from './limits.ts';
import type { DemoState } from './state.ts';

const OTHER_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface Route {
  /** Name that faults and paces go by. */
  readonly name: string;
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly auth?: onRequestAsyncHookHandler;
  readonly limit?: RouteLimit;
  readonly handle: (request: FastifyRequest, reply: FastifyReply) => unknown;
}

/** Adds a route with its authentication, limit, pace and faults, and 405 for the methods that it lacks. */
export function addRoute(app: FastifyInstance, state: DemoState, route: Route): void {
  const { method = 'GET', path, handle } = route;
  const disturb = disturbance(state, route.name);
  app.route({
    method,
    url: path,
    // Authentication comes first: a bad token is answered 401 and uses up nobody's quota.
    ...(route.auth ? { onRequest: route.auth } : {}),
    ...(route.limit ? { config: { rateLimit: rateLimit(state, route.limit) } } : {}),
    handler: async (request, reply) => ((await disturb(request, reply)) ? reply : handle(request, reply)),
  });
  app.route({
    method: OTHER_METHODS.filter((other) => other !== method),
    url: path,
    handler: (_request, reply) =>
      reply
        .code(405)
        .header('allow', method === 'GET' ? 'GET, HEAD' : method)
        .header('cache-control', 'no-store')
        .send({ error: 'method not allowed' }),
  });
}
