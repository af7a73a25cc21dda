import type { CheckContext, Probe } from '../model/check.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Exchange, HeaderLines } from '../model/exchange.ts';
import type { Credential } from '../model/identity.ts';
import type { LimitPolicy } from '../model/policy/limits.ts';
import { callOf, expectedStatus } from './call.ts';
import { InconclusiveError } from './failures.ts';
import { type Lanes, type Lease, lanesOf } from './ratelimit-lanes.ts';
import { retryAfterOf } from './retry-after.ts';

/** After a window, in ms, so that its end has surely passed on the other clock too. */
export const MARGIN = 1000;
/** What a limit may ask to wait beyond its window, ms. Longer is an escalation, which is left alone. */
export const GRACE = 10_000;

/** One declared limit, and the means to meet it. */
export interface Ground {
  readonly probe: Probe;
  readonly limit: LimitPolicy;
  readonly endpoint: Endpoint;
  readonly lanes: Lanes;
  /** The address that is held; undefined where the limit does not count by address. */
  readonly lease: Lease | undefined;
  /** After so many ms without a request none counts any more: the longest window that counts at the endpoint. */
  readonly silence: number;
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

/** Works on one limit, with an address of its own where limits count by address. */
export async function onGround<Result>(
  probe: Probe,
  context: CheckContext,
  limit: LimitPolicy,
  work: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  if (limit.scope === 'token' && limit.identity && probe.minter(limit.identity)?.oneTime)
    throw new InconclusiveError(`${limit.name} counts by token, and ${limit.identity} uses each token once`);
  const lanes = lanesOf(context, probe.now());
  const others = othersByAddress(context, limit);
  const lease = limit.scope === 'ip' || others.length > 0 ? await lanes.lease(probe) : undefined;
  const silence = Math.max(limit.window, ...others.map(({ window }) => window));
  const endpoint = context.endpoints[limit.endpoint]!;
  try {
    return await lanes.working(() => work({ probe, limit, endpoint, lanes, lease, silence }));
  } finally {
    lease?.release();
  }
}

/** Other declared limits that count the same requests by their address. */
function othersByAddress({ policy }: CheckContext, limit: LimitPolicy): readonly LimitPolicy[] {
  return policy.limits.filter(
    (other) => other !== limit && other.scope === 'ip' && other.endpoint === limit.endpoint,
  );
}

/** A new subject of the limit's pool. */
export async function newActor({ probe, limit, lease }: Ground): Promise<Actor> {
  const credential = limit.identity === undefined ? undefined : await probe.subject(limit.identity);
  return { credential, address: lease?.address };
}

/**
 * Works while no other check uses up anything, after a window of silence: what is seen then is not of our own making,
 * such as an undeclared limit that counts everything we send.
 */
export function alone<Result>(
  { lanes, probe, silence }: Ground,
  work: () => Promise<Result>,
): Promise<Result> {
  return lanes.alone(async () => {
    await probe.sleep(silence + MARGIN);
    return work();
  });
}

/**
 * Waits until nothing that was sent from the held address can still count, and as long as its last rejection asks for:
 * so no check adds its rejections to those of another, for which limiters shut out a client.
 */
export async function rest({ probe, limit, lease, silence }: Ground): Promise<void> {
  if (!lease) return;
  const now = probe.now();
  const asked = lease.askedUntil(limit.endpoint) - now;
  if (asked > 2 * silence + GRACE)
    throw new InconclusiveError(
      `${limit.name} asks to wait much longer than its window, so it is left alone`,
    );
  const wait = Math.max(lease.lastUse() + silence - now, asked) + MARGIN;
  if (wait > 0) await probe.sleep(wait);
}

export interface Call {
  readonly role: string;
  readonly facts?: NonNullable<Exchange['facts']>;
  readonly headers?: HeaderLines;
}

/** One request of the actor; with a new token where tokens are good for one request only. */
export async function callAs(ground: Ground, actor: Actor, call: Call): Promise<Exchange> {
  const { probe, limit, endpoint, lanes } = ground;
  const credential = await current(ground, actor);
  lanes.note(probe, actor.address, probe.now());
  const exchange = await probe.send(callOf(endpoint, credential?.subject, call.headers), {
    role: call.role,
    facts: { ...call.facts, limit: limit.name },
    timeout: endpoint.timeout,
    ...(credential && { as: credential }),
    ...(actor.address !== undefined && { localAddress: actor.address }),
  });
  noteAsked(ground, exchange);
  return exchange;
}

function noteAsked({ probe, limit, endpoint, lanes, lease }: Ground, exchange: Exchange): void {
  if (!lease || admissionOf(exchange, limit, endpoint) !== 'rejected') return;
  const { seconds = 0 } = retryAfterOf(exchange);
  lanes.asked(lease.address, limit.endpoint, probe.now() + seconds * 1000);
}

async function current({ probe }: Ground, { credential }: Actor): Promise<Credential | undefined> {
  if (!credential || !probe.minter(credential.pool)?.oneTime) return credential;
  return probe.fresh(credential);
}
