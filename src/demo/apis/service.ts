import type { FastifyInstance } from 'fastify';
import { bearerOf, SCHOLARSHIP_TOKENS } from '../auth.ts';
import { prometheus } from '../prometheus.ts';
import { addRoute } from '../routes.ts';
import type { DemoState } from '../state.ts';

/** What every service has: health, readiness, metrics, and the switch of the demo's one dependency. */
export function addService(app: FastifyInstance, state: DemoState): void {
  addRoute(app, state, {
    name: 'healthz',
    path: '/healthz',
    ...(state.defects.has('limit-counts-health') ? { limit: 'public' as const } : {}),
    ...(state.defects.has('health-needs-auth') ? { auth: bearerOf(state, SCHOLARSHIP_TOKENS) } : {}),
    handle: (_request, reply) => reply.header('cache-control', 'no-store').send(health(state)),
  });
  addRoute(app, state, {
    name: 'readyz',
    path: '/readyz',
    handle: (_request, reply) => {
      const ready = state.dependencyUp || state.defects.has('ready-regardless');
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: state.dependencyUp ? 'ready' : 'unavailable' });
    },
  });
  addRoute(app, state, {
    name: 'metrics',
    path: '/metrics',
    handle: (_request, reply) => reply.type('text/plain; version=0.0.4').send(prometheus(state)),
  });
  for (const up of [true, false])
    addRoute(app, state, {
      name: 'switch',
      method: 'POST',
      path: `/demo/dependency/${up ? 'up' : 'down'}`,
      handle: (_request, reply) => {
        state.dependencyUp = up;
        return reply.header('cache-control', 'no-store').send({ dependency: up ? 'up' : 'down' });
      },
    });
}

function health({ defects, dependencyUp }: DemoState): object {
  const database = { host: 'db-primary.internal', up: dependencyUp };
  return { status: 'healthy', ...(defects.has('health-tells-dependencies') && { database }) };
}
