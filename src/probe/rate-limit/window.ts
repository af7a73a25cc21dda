import type { Exchange } from '../../model/exchange.ts';
import type { Credential } from '../../model/identity.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { callOf } from '../call.ts';
import { type Actor, admissionOf, callAs, type Ground, newActor } from './actor.ts';
import type { UsedUp } from './burst.ts';
import { burstsOf, escalates } from './judge.ts';
import { isMissing, type Log } from './log.ts';
import { PLAIN, sendVaried } from './proof.ts';
import { askAgain, type Spent, spentBy } from './spent.ts';
import { combined, disguises, type Variation } from './variation.ts';

/** Somebody whom a used-up quota does not concern, and how they differ from the one who used it up. */
export const NEIGHBOURS = ['tenant', 'subject', 'address'] as const;
export type Neighbour = (typeof NEIGHBOURS)[number];

/** What was seen while a quota was used up. */
export interface WindowSeen {
  /** The last request that the limit rejected. */
  readonly rejection: Exchange;
  /** Who was rejected though another used up the quota. */
  readonly shared: Neighbour | undefined;
  /** Variations that were served. */
  readonly suspects: readonly Variation[];
  /** Exempt endpoints that were rejected. */
  readonly denied: readonly string[];
  /** Each rejection asked to wait longer. */
  readonly escalates: boolean;
}

/** Requests of one neighbour, on targets where places come back as fast as one asks. */
const MOST_ASKED = 5;

/** Everything that is asked while one quota is used up: no more than three requests are rejected, two where all is well. */
export async function askWithin(
  ground: Ground,
  log: Log,
  used: UsedUp & { rejection: Exchange },
  base: Exchange | undefined,
): Promise<WindowSeen> {
  const rejections = [used.rejection];
  const { crowd } = ground.lanes;
  const before = crowd.others(ground.holder);
  const note = (exchange: Exchange): boolean => {
    const others = crowd.others(ground.holder) - before;
    log.add({ ...exchange, facts: { ...exchange.facts, others } });
    const rejected = admissionOf(exchange, ground.limit, ground.endpoint) === 'rejected';
    if (rejected) rejections.push(exchange);
    return rejected;
  };
  const spent = spentBy(burstsOf(used.kept).at(-1)!, 'crowded');
  const shared = await askNeighbours(ground, spent, note);
  const denied = shared ? [] : await askExempt(ground, log, { spent, actor: used.actor }, note);
  let suspects: readonly Variation[] = [];
  if (shared || denied.length > 0) {
    if (!escalates(rejections)) note(await callAs(ground, used.actor, { role: PLAIN, facts: WITHIN }));
  } else suspects = await askVaried(ground, used.actor, base, note);
  return { rejection: rejections.at(-1)!, shared, suspects, denied, escalates: escalates(rejections) };
}

const WITHIN = { stage: 'window' };

async function askNeighbours(
  ground: Ground,
  spent: Spent,
  note: (exchange: Exchange) => boolean,
): Promise<Neighbour | undefined> {
  for (const kind of NEIGHBOURS) {
    const actor = await neighbour(ground, kind);
    if (!actor) continue;
    const ask = () => callAs(ground, actor, { role: `neighbour ${kind}`, facts: WITHIN });
    if (await isRejected(spent, ground.limit, ask, note)) return kind;
  }
  return undefined;
}

/** Whether somebody else is rejected too; asked no more often than the quota that they should have for themselves allows. */
async function isRejected(
  spent: Spent,
  limit: LimitPolicy,
  ask: () => Promise<Exchange>,
  note: (exchange: Exchange) => boolean,
): Promise<boolean> {
  const most = Math.min(MOST_ASKED, spent.count - 1);
  let rejected = false;
  await askAgain(
    spent,
    { limit, most },
    async () => {
      const exchange = await ask();
      rejected = note(exchange);
      return exchange;
    },
    ({ response }) => (response?.status ?? 500) < 400,
  );
  return rejected;
}

/** Somebody of this kind; undefined where the limit does not tell them apart, or there is nobody. */
export async function neighbour(ground: Ground, kind: Neighbour): Promise<Actor | undefined> {
  const { limit, leases, probe, context } = ground;
  const address = leases[0]?.address;
  const byAddress = limit.scope === 'ip';
  const otherTenant = byAddress ? undefined : strangerOf(limit.identity, context);
  const make: Record<Neighbour, (() => Promise<Actor>) | undefined> = {
    tenant:
      otherTenant === undefined
        ? undefined
        : async () => ({ credential: await probe.subject(otherTenant), address }),
    subject: byAddress ? undefined : () => newActor(ground),
    address:
      leases[1] === undefined
        ? undefined
        : async () => ({ ...(await newActor(ground)), address: leases[1]?.address }),
  };
  try {
    return await make[kind]?.();
  } catch (error) {
    if (!isMissing(error)) throw error;
    return undefined;
  }
}

/** A pool of another tenant than the one of this pool, as the tenancy policy pairs them. */
export function strangerOf(pool: string | undefined, { policy }: Ground['context']): string | undefined {
  const resources = policy.tenancy?.resources ?? [];
  const pair = resources.find(({ owner, intruder }) => owner === pool || intruder === pool);
  return pair && (pair.owner === pool ? pair.intruder : pair.owner);
}

/** Stops at the first that the limit rejects. */
async function askExempt(
  ground: Ground,
  log: Log,
  { spent, actor }: { spent: Spent; actor: Actor },
  note: (exchange: Exchange) => boolean,
): Promise<string[]> {
  for (const name of ground.limit.exempt) {
    let rejected = false;
    const ask = () => callExempt(ground, actor, name, 'window');
    await log.try(async () => {
      rejected = await isRejected(spent, ground.limit, ask, note);
    });
    if (rejected) return [name];
  }
  return [];
}

/** Calls an exempt endpoint from where the limited requests came; as the same client, where it has the same identity. */
export async function callExempt(
  ground: Ground,
  actor: Actor,
  name: string,
  stage: string,
): Promise<Exchange> {
  const { context, probe, limit } = ground;
  const endpoint = context.endpoints[name]!;
  const as: Credential | undefined =
    endpoint.identity === undefined || endpoint.identity === limit.identity
      ? actor.credential
      : await probe.subject(endpoint.identity);
  return callAs(
    ground,
    { ...actor, credential: as },
    {
      role: `exempt ${name}`,
      facts: { stage },
      change: () => callOf(endpoint, as?.subject),
    },
  );
}

/** All that a client might change, in one request: one rejection is enough for all of it. */
async function askVaried(
  ground: Ground,
  actor: Actor,
  base: Exchange | undefined,
  note: (exchange: Exchange) => boolean,
): Promise<readonly Variation[]> {
  const parts = disguises(ground);
  const exchange = await sendVaried(ground, actor, combined(parts), { base, facts: WITHIN });
  // What was served may be the work of any of them; what was refused together may be taken one by one.
  return note(exchange) ? [] : parts;
}
