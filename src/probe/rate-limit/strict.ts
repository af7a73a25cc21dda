import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { type Actor, alone, type Ground, newActor, rest } from './actor.ts';
import { burst } from './burst.ts';
import { inStage } from './judge.ts';
import type { Log } from './log.ts';
import { type Early, readEarly, tryPace } from './pace.ts';

/** Times that an early rejection must be seen before it counts, and tries to see it so often. */
export const STRICT_PROOF = 2;
const TRIES = 3;
/** Requests that look at the pace after an early rejection. */
export const PACE_REQUESTS = 4;

/** After the first burst: was the client rejected before its quota was used up, and if so, is it so again? */
export async function seeIfStrict(
  ground: Ground,
  log: Log,
  { actor, rejection, disturbed }: { actor: Actor; rejection: Exchange; disturbed: boolean },
): Promise<Early['kind']> {
  const { limit, context } = ground;
  const last = () => readings(log.seen, limit, context).at(-1)!;
  if (last().kind === 'full') return 'full';
  const facts = { stage: 'first', attempt: attemptOf(rejection) };
  log.add(...noted(await tryPace(ground, actor, rejection, facts), disturbed));
  for (let attempt = 1; attempt < TRIES && isOpen(last(), disturbed) && !proven(ground, log); attempt++) {
    if (!ground.purse.holds(limit.quota + PACE_REQUESTS)) break;
    await alone(ground, () => tryAgain(ground, log, attempt));
  }
  return readings(inStage(log.seen, 'first'), limit, context).at(-1)!.kind;
}

/** What may be seen otherwise when nobody else sends. */
function isOpen({ kind }: Early, disturbed: boolean): boolean {
  return kind === 'hard' || (kind === 'unclear' && disturbed);
}

/** What each burst within the quota came to: the first, and those that tried it again. */
export function readings(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Early[] {
  const sent = inStage(exchanges, 'first', 'strict').filter(({ role }) => ROLES.includes(role));
  const attempts = Map.groupBy(sent, ({ facts }) => `${facts?.['stage']} ${facts?.['attempt']}`);
  return [...attempts.values()]
    .filter((attempt) => attempt.some(({ role }) => role === 'burst'))
    .map((attempt) => readEarly(attempt, limit, context));
}

const ROLES: readonly string[] = ['burst', 'pace', 'after'];

function proven({ limit, context }: Ground, log: Log): boolean {
  return readings(log.seen, limit, context).filter(({ kind }) => kind === 'hard').length >= STRICT_PROOF;
}

async function tryAgain(ground: Ground, log: Log, attempt: number): Promise<void> {
  const { limit, probe, leases, silence } = ground;
  await rest(ground);
  const since = probe.now() - silence;
  const actor = await newActor(ground);
  const facts = { stage: 'strict', attempt };
  const done = await burst(ground, actor, { ...facts, most: limit.quota });
  const paced = done.rejection ? await tryPace(ground, actor, done.rejection, facts) : [];
  const disturbed = leases.some((lease) => lease.disturbed(since));
  log.add(...noted([...done.kept, ...paced], disturbed));
}

function noted(exchanges: readonly Exchange[], disturbed: boolean): Exchange[] {
  return exchanges.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, disturbed } }));
}

function attemptOf({ facts }: Exchange): number {
  return Number(facts?.['attempt']);
}
