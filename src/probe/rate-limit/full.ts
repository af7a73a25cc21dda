import type { Exchange } from '../../model/exchange.ts';
import {
  type Actor,
  admissionOf,
  alone,
  callTogether,
  type Ground,
  MARGIN,
  newActor,
  rest,
} from './actor.ts';
import { type Burst, burst, clearlyUnlimited } from './burst.ts';
import { isMissing, type Log } from './log.ts';
import { readFull } from './total.ts';

/** Requests that race for the last places of a quota. */
const RACERS = 10;
/** Of the windows in a row, so that none of them ends at the same part of both bursts. */
const OTHER_PHASE = 0.5;

export interface Race {
  readonly stage: string;
  readonly attempt: number;
  /** What one quota holds, as seen before. */
  readonly capacity: number;
}

/**
 * Uses up a quota on fresh connections, the last places of it by requests at the same moment, few more than there are
 * places. Where none of them is rejected it goes on one by one, to see how much is let through.
 */
export async function raceForQuota(ground: Ground, actor: Actor, race: Race): Promise<Exchange[]> {
  const { stage, attempt } = race;
  // What a bucket let through beyond its size came while it filled up: the next burst may get less of that.
  const capacity = Math.min(race.capacity, ground.limit.quota);
  const racers = Math.min(RACERS, Math.floor(capacity / 2));
  const started = { started: ground.probe.now() };
  const before = await burst(ground, actor, {
    ...{ stage, attempt, scattered: true },
    most: capacity - racers,
  });
  const seen = [...before.kept];
  if (before.end === 'most') {
    const raced = await sendRacers(ground, actor, race, racers);
    seen.push(...raced);
    const over = raced.every(
      (exchange) => admissionOf(exchange, ground.limit, ground.endpoint) === 'admitted',
    );
    if (over && raced.length > 0)
      seen.push(...(await goOn(ground, actor, race, clearlyUnlimited(ground.limit.quota) - capacity)).kept);
  }
  return seen.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, ...started } }));
}

/** Deep runs send one more, for limits that may rightly let through one too many. */
async function sendRacers(
  ground: Ground,
  actor: Actor,
  { stage, attempt }: Race,
  places: number,
): Promise<Exchange[]> {
  const more = ground.context.profile === 'deep' ? 2 : 1;
  const call = { role: 'racer', facts: { stage, attempt } };
  try {
    return await callTogether(ground, actor, Array(places + more).fill(call));
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [];
  }
}

function goOn(ground: Ground, actor: Actor, { stage, attempt }: Race, most: number): Promise<Burst> {
  return burst(ground, actor, { stage: `${stage} on`, attempt, most, scattered: true });
}

/**
 * Why more than the quota was let through: because each connection may meet a counter of its own, or because requests
 * at the same moment do. Each is tried by a new client, at another part of the window, so that no window's end explains both.
 */
export async function explainExcess(ground: Ground, log: Log, capacity: number): Promise<void> {
  const { limit, endpoint, purse } = ground;
  if (!purse.holds(clearlyUnlimited(limit.quota))) return;
  await otherPhase(ground, log);
  const spread = await burst(ground, await newActor(ground), {
    ...{ stage: 'scattered', attempt: 1, scattered: true },
    most: clearlyUnlimited(limit.quota),
  });
  log.add(...spread.kept);
  const { kind } = readFull(spread.kept, limit, endpoint, capacity);
  if (kind === 'over' || kind === 'open') return;
  if (!purse.holds(clearlyUnlimited(limit.quota))) return;
  await otherPhase(ground, log);
  log.add(...(await raceForQuota(ground, await newActor(ground), { stage: 'race', attempt: 1, capacity })));
}

/** Waits until windows of the clock are at another part than when the last quota was begun. */
async function otherPhase(ground: Ground, log: Log): Promise<void> {
  const { probe, limit } = ground;
  await rest(ground);
  const started = Number(log.seen.findLast(({ facts }) => facts?.['started'])?.facts?.['started']);
  const phase = ((probe.now() - started) % limit.window) / limit.window;
  const wait = (((OTHER_PHASE - phase + 1) % 1) * limit.window) % limit.window;
  if (!Number.isNaN(wait)) await probe.sleep(wait);
}

/** The quota once more by the same client, after a silence in which it must have become full; again when it was not. */
export async function fullAgain(
  ground: Ground,
  log: Log,
  actor: Actor,
  { capacity, silence }: { capacity: number; silence: number },
): Promise<void> {
  const once = async (attempt: number): Promise<boolean> => {
    await ground.probe.sleep(silence + MARGIN);
    const seen = await raceForQuota(ground, actor, { stage: 'full', attempt, capacity });
    log.add(...seen);
    return readFull(seen, ground.limit, ground.endpoint, capacity).kind !== 'less';
  };
  if (await once(1)) return;
  if (ground.purse.holds(capacity + RACERS)) await alone(ground, async () => void (await once(2)));
}
