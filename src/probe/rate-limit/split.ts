import type { Exchange } from '../../model/exchange.ts';
import { type Actor, admissionOf, alone, callAs, type Ground, newActor, rest } from './actor.ts';
import type { Log } from './log.ts';
import { type Neighbour, neighbour } from './window.ts';

/**
 * Two new clients share one quota's worth of requests. Where they share a bucket too, the second one is rejected just
 * when both together have used it up; where something else rejected, such as an undeclared limit by address, it is not.
 */
export async function split(ground: Ground, log: Log, kind: Neighbour): Promise<void> {
  const { quota } = ground.limit;
  if (!ground.purse.holds(2 * quota)) return;
  await alone(ground, async () => {
    await rest(ground);
    const half = Math.floor(quota / 2);
    log.add(...(await sendAs(ground, await newActor(ground), 'half first', half)));
    const other = await neighbour(ground, kind);
    if (other) log.add(...(await sendAs(ground, other, 'half second', quota)));
  });
}

/** Sends until rejected; keeps the last exchange, which knows how many were admitted. */
async function sendAs(ground: Ground, actor: Actor, role: string, most: number): Promise<Exchange[]> {
  let last: Exchange | undefined;
  for (let admitted = 0; admitted < most; admitted++) {
    last = await callAs(ground, actor, { role, facts: { stage: 'split', before: admitted } });
    if (admissionOf(last, ground.limit, ground.endpoint) !== 'admitted') break;
  }
  return last ? [last] : [];
}
