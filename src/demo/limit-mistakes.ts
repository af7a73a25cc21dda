import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';
import { LIMITS, type LimitName } from './limit-names.ts';
import type { DemoState } from './state.ts';

/** Instances that a defect spreads connections over, each with counters of its own. */
const PODS = 2;

/** What a limiter counts by; mistakes that real ones make, by defect. */
export function keyOf(state: DemoState, name: LimitName, request: FastifyRequest): string {
  if (name === 'public') return publicKey(state, request);
  if (isShared(state, name)) return name;
  return [`${name} ${request.caller?.subject}`, ...extras(state, name, request)].join(' ');
}

/** Requests that a defect withholds of a limit. */
export function heldBack({ defects }: DemoState, limit: string): number {
  return limit === 'public' && defects.has('limit-too-strict') ? 15 : 0;
}

function isShared({ defects }: DemoState, name: LimitName): boolean {
  return (
    (name === 'agent' && defects.has('limit-shared')) ||
    (name === 'files' && defects.has('limit-shared-by-tenants'))
  );
}

function publicKey(state: DemoState, request: FastifyRequest): string {
  const { defects } = state;
  if (defects.has('limit-shared-by-addresses')) return 'public everybody';
  const claimed = request.headers['x-forwarded-for'];
  if (typeof claimed === 'string' && defects.has('limit-charges-claimed'))
    state.limits.hit(`public ${claimed}`, state.windowMs, LIMITS.public);
  return `public ${(defects.has('limit-trusts-forwarded') && claimed) || request.ip}`;
}

/** What else tells an agent's buckets apart. */
function extras({ defects }: DemoState, name: LimitName, request: FastifyRequest): string[] {
  if (name !== 'agent') return [];
  return [
    ...(defects.has('limit-by-token') ? [request.caller?.jti ?? ''] : []),
    ...(defects.has('limit-by-path') ? [request.url.split('?')[0] ?? ''] : []),
    ...(defects.has('limit-by-user-agent') ? [request.headers['user-agent'] ?? ''] : []),
    ...(defects.has('limit-by-pod') ? [`pod ${podOf(request.socket)}`] : []),
  ];
}

const pods = new WeakMap<Socket, number>();
let connections = 0;

function podOf(socket: Socket): number {
  const known = pods.get(socket);
  if (known !== undefined) return known;
  connections += 1;
  pods.set(socket, connections % PODS);
  return connections % PODS;
}

/** Defect: a token that is not valid counts against the subject that it names. */
export function chargeNamedSubject(state: DemoState, token: string | undefined): void {
  if (!state.defects.has('limit-before-verification') || token === undefined) return;
  try {
    const { sub, role } = decodeJwt(token);
    if (role === 'agent') state.limits.hit(`agent ${sub}`, state.windowMs, LIMITS.agent);
  } catch {
    // No JWT names nobody.
  }
}

/** Defects in what an answer says about a limit. */
export function misreport(defects: DemoState['defects'], reply: FastifyReply): void {
  const limit = Number(reply.getHeader('ratelimit-limit'));
  if (Number.isNaN(limit)) return;
  if (defects.has('limit-bad-header'))
    reply.header('ratelimit-reset', `${reply.getHeader('ratelimit-reset')}.5`);
  if (defects.has('limit-names-other-quota') && limit === LIMITS.agent) reply.header('ratelimit-limit', 55);
  if (defects.has('limit-remaining-stuck') && limit === LIMITS.agent)
    reply.header('ratelimit-remaining', LIMITS.agent - 1);
  if (defects.has('limit-reset-in-milliseconds'))
    reply.header('ratelimit-reset', 1000 * Number(reply.getHeader('ratelimit-reset')));
  if (defects.has('limit-rejection-cacheable') && reply.statusCode === 429)
    reply.header('cache-control', 'public, max-age=60');
}
