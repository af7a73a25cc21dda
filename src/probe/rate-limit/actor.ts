import type { CheckContext, Probe } from '../../model/check.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Exchange, HeaderLines, ProbeRequest } from '../../model/exchange.ts';
import type { Credential } from '../../model/identity.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { callOf, expectedStatus } from '../call.ts';
import { InconclusiveError } from '../failures.ts';
import { retryAfterOf } from '../retry-after.ts';
import { type Lanes, type Lease, lanesOf } from './lanes.ts';
import { Purse } from './purse.ts';

/** After a window, in ms, so that its end has surely passed on the other clock too. */
export const MARGIN = 1000;
/** What a limit may ask to wait beyond its window, ms. Longer is an escalation, which is left alone. */
export const GRACE = 10_000;

/** One declared limit, and the means to meet it. */
export interface Ground {
  readonly probe: Probe;
  readonly context: CheckContext;
  readonly limit: LimitPolicy;
  readonly endpoint: Endpoint;
  readonly lanes: Lanes;
  /** By whom the lanes know this work. */
  readonly holder: object;
  /** The addresses that are held, the first of them to send from; none where the limit does not count by address. */
  readonly leases: readonly Lease[];
  /** After so many ms without a request none counts any more: the longest window that counts at the endpoint. */
  readonly silence: number;
  /** Requests that may still be sent for this limit. */
  readonly purse: Purse;
}

/** Who is counted: a subject that nobody else uses, or nobody in particular. */
export interface Actor {
  readonly credential: Credential | undefined;
  readonly address: string | undefined;
}

/** What an answer says about the limit. */
export type Admission = 'admitted' | 'rejected' | 'odd';

/** Rejected by the declared status alone: any other failure says nothing about the limit. */
export function admissionOf(exchange: Exchange, limit: LimitPolicy, endpoint: Endpoint): Admission {
  const status = exchange.response?.status;
  if (status === undefined || exchange.error) return 'odd';
  if (status === limit.status) return 'rejected';
  return expectedStatus(endpoint, status) ? 'admitted' : 'odd';
}

export interface GroundOptions {
  /** Requests that may be sent for this limit. */
  readonly purse: number;
  /** Addresses to hold where limits count by address; as many as there are when there are fewer. */
  readonly addresses?: number;
}

/** Works on one limit, with addresses of its own where limits count by address. */
export async function onGround<Result>(
  probe: Probe,
  context: CheckContext,
  limit: LimitPolicy,
  { purse, addresses = 1 }: GroundOptions,
  work: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  if (limit.scope === 'token' && limit.identity && probe.minter(limit.identity)?.oneTime)
    throw new InconclusiveError(`${limit.name} counts by token, and ${limit.identity} uses each token once`);
  const lanes = lanesOf(context, probe.now());
  const others = windowsByAddress(context, limit);
  const wanted = limit.scope === 'ip' ? addresses : Math.min(1, others.length);
  const holder = {};
  const leases = await lanes.lease(holder, wanted);
  const silence = Math.max(limit.window, ...others);
  const endpoint = context.endpoints[limit.endpoint]!;
  const ground: Ground = {
    ...{ probe, context, limit, endpoint, lanes, holder, leases, silence },
    purse: new Purse(purse),
  };
  try {
    return await lanes.working(() => work(ground));
  } finally {
    for (const lease of leases) lease.release();
  }
}

/** Windows of other declared limits that count the same requests, or failures there, by their address. */
function windowsByAddress({ policy }: CheckContext, limit: LimitPolicy): number[] {
  const others = policy.limits.filter((other) => other !== limit && other.scope === 'ip');
  return [...others, ...policy.authFailures]
    .filter(({ endpoint }) => endpoint === limit.endpoint)
    .map(({ window }) => window);
}

/** A new subject of the limit's pool. */
export async function newActor({ probe, limit, leases }: Ground): Promise<Actor> {
  const credential = limit.identity === undefined ? undefined : await probe.subject(limit.identity);
  return { credential, address: leases[0]?.address };
}

/**
 * Works while no other check uses up anything, after a window of silence: what is seen then is not of our own making,
 * such as an undeclared limit that counts everything we send.
 */
export function alone<Result>(ground: Ground, work: () => Promise<Result>): Promise<Result> {
  const { lanes, probe, silence, limit, leases } = ground;
  return lanes.alone(async () => {
    const asked = lanes.askedUntil(leases[0]?.address, limit.endpoint) - probe.now();
    if (asked > 2 * silence + GRACE) throw leftAlone(limit);
    await probe.sleep(Math.max(silence, asked) + MARGIN);
    return work();
  });
}

function leftAlone({ name }: LimitPolicy): InconclusiveError {
  return new InconclusiveError(`${name} asks to wait much longer than its window, so it is left alone`);
}

/**
 * Waits until nothing that was sent from the held addresses can still count, and as long as their last rejections ask
 * for: so no check adds its rejections to those of another, for which limiters shut out a client.
 */
export async function rest({ probe, limit, leases, silence }: Ground): Promise<void> {
  const now = probe.now();
  const waits = leases.map((lease) => {
    const asked = lease.askedUntil(limit.endpoint) - now;
    if (asked > 2 * silence + GRACE) throw leftAlone(limit);
    return Math.max(lease.lastUse() + silence - now, asked) + MARGIN;
  });
  const wait = Math.max(0, ...waits);
  if (wait > 0) await probe.sleep(wait);
}

export interface Call {
  readonly role: string;
  readonly facts?: NonNullable<Exchange['facts']>;
  readonly headers?: HeaderLines;
  /** Changes the request that the endpoint stands for. */
  readonly change?: (request: ProbeRequest) => ProbeRequest;
  /** Instead of the actor's own. */
  readonly credential?: Credential | undefined;
}

/** One request of the actor; with a new token where tokens are good for one request only. */
export async function callAs(ground: Ground, actor: Actor, call: Call): Promise<Exchange> {
  const { probe, limit, endpoint, lanes, holder, purse } = ground;
  const { request, options } = await requestAs(ground, actor, call);
  purse.take();
  lanes.note(holder, actor.address, probe.now());
  lanes.crowd.note(holder, probe.now());
  const exchange = await probe.send(request, { ...options, timeout: endpoint.timeout });
  noteAsked(ground, actor, exchange, limit);
  return exchange;
}

/** Requests of the actor, all at the same moment and each on its own connection. */
export async function callTogether(
  ground: Ground,
  actor: Actor,
  calls: readonly Call[],
): Promise<Exchange[]> {
  const { probe, limit, lanes, holder, purse } = ground;
  const batch = [];
  for (const call of calls) batch.push(await requestAs(ground, actor, call));
  purse.take(calls.length);
  lanes.note(holder, actor.address, probe.now());
  lanes.crowd.note(holder, probe.now(), calls.length);
  const exchanges = await probe.together(batch);
  for (const exchange of exchanges) noteAsked(ground, actor, exchange, limit);
  return exchanges;
}

async function requestAs(ground: Ground, actor: Actor, call: Call) {
  const { limit, endpoint } = ground;
  const credential = call.credential ?? (await current(ground, actor));
  const request = callOf(endpoint, credential?.subject, call.headers);
  return {
    request: call.change?.(request) ?? request,
    options: {
      role: call.role,
      facts: { ...call.facts, limit: limit.name, class: credential?.class ?? 'anonymous' },
      ...(credential && { as: credential }),
      ...(actor.address !== undefined && { localAddress: actor.address }),
    },
  };
}

function noteAsked(
  { probe, lanes, endpoint }: Ground,
  actor: Actor,
  exchange: Exchange,
  limit: LimitPolicy,
): void {
  if (admissionOf(exchange, limit, endpoint) !== 'rejected') return;
  const { seconds = 0 } = retryAfterOf(exchange);
  lanes.asked(actor.address, limit.endpoint, probe.now() + seconds * 1000);
}

async function current({ probe }: Ground, { credential }: Actor): Promise<Credential | undefined> {
  if (!credential || !probe.minter(credential.pool)?.oneTime) return credential;
  return probe.fresh(credential);
}
