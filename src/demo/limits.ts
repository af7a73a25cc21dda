import type { RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { DemoState } from './state.ts';

/** Requests per window: the documents' requests per minute. */
export const LIMITS = { public: 60, authenticated: 300, admin: 1000, agent: 50, files: 120 } as const;
export type LimitName = keyof typeof LIMITS;

/** Which limit a route is under: `caller` means the one of the caller's rate class. */
export type RouteLimit = 'public' | 'caller' | 'files';

interface Counter {
  current: number;
  startedAt: number;
  exceededAt?: number;
}

/** Fixed windows from the first hit, shared by all routes of a class and by both listeners. */
export class LimitCounters {
  readonly #counters = new Map<string, Counter>();
  readonly #penalty: number;
  readonly #lenient: boolean;

  /** Two defects: `penalty`, time in ms that an agent stays shut out unannounced; `lenient`, agents are only counted. */
  constructor({ penalty = 0, lenient = false }: { penalty?: number; lenient?: boolean } = {}) {
    this.#penalty = penalty;
    this.#lenient = lenient;
  }

  hit(key: string, window: number, limit: number): { current: number; ttl: number } {
    const now = Date.now();
    let counter = this.#counters.get(key);
    if (counter === undefined || this.#isOver(counter, window, now)) {
      counter = { current: 0, startedAt: now };
      this.#counters.delete(key);
      this.#counters.set(key, counter);
      this.#forget(window, now);
    }
    counter.current++;
    if (counter.current > limit && key.startsWith('agent ')) counter.exceededAt ??= now;
    const forgiven = this.#lenient && key.startsWith('agent ');
    return {
      current: forgiven ? Math.min(counter.current, limit) : counter.current,
      ttl: Math.max(1, counter.startedAt + window - now),
    };
  }

  #isOver(counter: Counter, window: number, now: number): boolean {
    if (counter.exceededAt !== undefined && now < counter.exceededAt + this.#penalty) return false;
    return now >= counter.startedAt + window;
  }

  #forget(window: number, now: number): void {
    let looked = 0;
    for (const [key, counter] of this.#counters) {
      if (++looked > 4) return;
      if (this.#isOver(counter, window, now)) this.#counters.delete(key);
    }
  }
}

/** The settings of `@fastify/rate-limit` for a route. */
export function rateLimit(state: DemoState, limit: RouteLimit): RateLimitOptions {
  const { defects } = state;
  const nameOf = (request: FastifyRequest): LimitName =>
    limit === 'caller' ? (request.caller?.class ?? 'public') : limit;
  return {
    timeWindow: state.windowMs,
    max: (request) =>
      LIMITS[nameOf(request)] - (limit === 'public' && defects.has('limit-too-strict') ? 15 : 0),
    keyGenerator: (request) => keyOf(state, nameOf(request), request),
  };
}

function keyOf({ defects }: DemoState, name: LimitName, request: FastifyRequest): string {
  if (name !== 'public')
    return defects.has('limit-shared') && name === 'agent' ? name : `${name} ${request.caller?.subject}`;
  const forwarded = defects.has('limit-trusts-forwarded') && request.headers['x-forwarded-for'];
  return `${name} ${forwarded || request.ip}`;
}

/** Store class for `@fastify/rate-limit` over the service's own counters, so that routes and listeners share them. */
export function storeOver(counters: LimitCounters) {
  return class SharedStore {
    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
      window: number,
      limit: number,
    ): void {
      callback(null, counters.hit(key, window, limit));
    }
    child(): SharedStore {
      return this;
    }
  };
}
