import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './defects/row.ts';
import { rowsFor } from './defects.ts';
import { pause } from './pace.ts';
import { type DemoState, increment } from './state.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** A mistake that a defect asks the route itself to make. */
    mistake: Fault['mistake'] | undefined;
  }
}

/** Lets a request take its time, and applies the faults that are switched on; true when it has been answered. */
export type Disturb = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

export function disturbance(state: DemoState, route: string): Disturb {
  const faults = rowsFor(state.defects).flatMap(({ fault }) =>
    fault && (fault.route === route || fault.route === '*') ? [fault] : [],
  );
  return async (request, reply) => {
    const delay = pause(state.random, route);
    const due = faults.filter((fault) => isDue(state, fault, request));
    const wait = due.reduce((total, fault) => total + (fault.delay ?? 0), delay);
    if (wait > 0) await sleep(wait);
    return due.some((fault) => apply(fault, request, reply));
  };
}

/** The fault, when this request is one of those that it hits. */
function isDue(state: DemoState, fault: Fault, request: FastifyRequest): boolean {
  if (fault.class !== undefined && request.caller?.class !== fault.class) return false;
  const count = increment(state.served, `${fault.route} ${fault.class ?? ''}`);
  if (count <= (fault.after ?? 0) || count > (fault.until ?? Number.POSITIVE_INFINITY)) return false;
  return count % fault.every === 0;
}

function apply(fault: Fault, request: FastifyRequest, reply: FastifyReply): boolean {
  request.mistake = fault.mistake;
  if (fault.reset) {
    reply.hijack();
    request.raw.socket.destroy();
    return true;
  }
  if (fault.status === undefined) return false;
  reply.code(fault.status).send({ error: 'defect' });
  return true;
}
