import type { CheckContext } from '../../model/check.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { retryAfterOf } from '../retry-after.ts';
import { type Actor, admissionOf, alone, callAs, GRACE, type Ground, MARGIN } from './actor.ts';
import { useUp } from './burst.ts';
import { escalates } from './judge.ts';
import type { Log } from './log.ts';

const TRIES = 2;

/** Why a wait for this limit is longer than a check may take; undefined when it is not. */
export function tooLong(wait: number, { maxWait }: Pick<CheckContext, 'maxWait'>): string | undefined {
  if (wait <= maxWait) return undefined;
  return `needs to wait ${formatDuration(wait)}, and checks.maxWait is ${formatDuration(maxWait)}`;
}

/** The wait for a used-up quota to have room again, when nothing else is asked for, ms. */
export function recoveryWait({ window }: LimitPolicy): number {
  return window + MARGIN;
}

/** The silence after which the whole quota is back, ms: counters that slide by whole windows need two of them. */
export function fullSilence({ window, algorithm }: LimitPolicy): number {
  const windows = algorithm === 'fixed-window' || algorithm === 'token-bucket' ? 1 : 2;
  return windows * window + MARGIN;
}

/** Who was served again, and how. */
export interface Recovered {
  readonly actor: Actor;
  readonly served: Exchange;
}

/**
 * Waits as told and asks again: once, since the quota has been asked for in vain before. What is not served then is
 * seen once more with a quota that nothing else was asked of, while nothing else is used up.
 */
export async function recover(
  ground: Ground,
  log: Log,
  { actor, rejection }: { actor: Actor; rejection: Exchange },
): Promise<Recovered | undefined> {
  const first = await recoverOnce(ground, log, { actor, rejection, round: 1, tries: 1 });
  if (first !== 'rejected') return first;
  if (!ground.purse.holds(ground.limit.quota + 1 + TRIES)) return undefined;
  return alone(ground, async () => {
    const used = await useUp(ground, { stage: 'recovery', first: true });
    log.add(...used.kept);
    if (!used.rejection) return undefined;
    const { actor: other, rejection: last } = used;
    const second = await recoverOnce(ground, log, { actor: other, rejection: last, round: 2, tries: TRIES });
    return second === 'rejected' ? undefined : second;
  });
}

interface Recovering {
  readonly actor: Actor;
  readonly rejection: Exchange;
  readonly round: number;
  readonly tries: number;
}

/** Undefined where it was not tried to the end: for the wait, or because the rejections ask for ever longer ones. */
async function recoverOnce(
  ground: Ground,
  log: Log,
  { actor, rejection, round, tries }: Recovering,
): Promise<Recovered | 'rejected' | undefined> {
  const { probe, limit, endpoint, leases, context } = ground;
  const wait = waitOf(rejection, limit);
  if (wait === undefined || tooLong(wait, context)) return undefined;
  const since = probe.now();
  await probe.sleep(wait + MARGIN);
  for (let attempt = 1; attempt <= tries; attempt++) {
    const disturbed = leases.some((lease) => lease.disturbed(since));
    const facts = { stage: 'recovery', wait, round, attempt, disturbed, after: rejection.id };
    const served = await callAs(ground, actor, { role: 'recovery', facts });
    log.add(served);
    if (admissionOf(served, limit, endpoint) === 'admitted') return { actor, served };
    if (escalates([rejection, served])) return undefined;
    if (attempt < tries) await probe.sleep(MARGIN);
  }
  return 'rejected';
}

/** As long as the rejection asks for, or the window; undefined when that is more than a window and a little. */
export function waitOf(rejection: Exchange, { window }: LimitPolicy): number | undefined {
  const { seconds } = retryAfterOf(rejection);
  const wait = seconds === undefined ? window : seconds * 1000;
  return wait > window + GRACE ? undefined : wait;
}
