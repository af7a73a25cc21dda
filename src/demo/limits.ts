import type { RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { heldBack, keyOf } from './limit-mistakes.ts';
import { LIMITS, type LimitName } from './limit-names.ts';
import type { DemoState } from './state.ts';

/** Which limit a route is under: `caller` means the one of the caller's rate class. */
export type RouteLimit = 'public' | 'caller' | 'files' | 'exports';

/** The settings of `@fastify/rate-limit` for a route. */
export function rateLimit(state: DemoState, limit: RouteLimit): RateLimitOptions {
  const nameOf = (request: FastifyRequest): LimitName =>
    limit === 'caller' ? (request.caller?.class ?? 'public') : limit;
  return {
    timeWindow: state.windowMs,
    max: (request) => LIMITS[nameOf(request)] - heldBack(state, limit),
    keyGenerator: (request) => keyOf(state, nameOf(request), request),
    ...(state.defects.has('limit-spares-head') && {
      allowList: (request: FastifyRequest) => request.method === 'HEAD',
    }),
  };
}
