import type { Exchange } from '../../model/exchange.ts';
import { type Actor, admissionOf, type Ground } from './actor.ts';
import { type UsedUp, useUp } from './burst.ts';
import { explainExcess, fullAgain } from './full.ts';
import { escalates, inStage } from './judge.ts';
import type { Log } from './log.ts';
import { MOST_REJECTED, prove, receptionOf, sendVaried } from './proof.ts';
import { fullSilence, recover, recoveryWait, tooLong } from './recovery.ts';
import { split } from './split.ts';
import { seeIfStrict } from './strict.ts';
import { totalsOf } from './total.ts';
import { combined, FORGED_V6, methodVariations, pathVariations, type Variation } from './variation.ts';
import { askWithin, callExempt, type WindowSeen } from './window.ts';

/** A quota that a limit was seen to guard, and what its client got within it. */
interface First {
  readonly used: UsedUp & { readonly rejection: Exchange };
  readonly base: Exchange | undefined;
  readonly window: WindowSeen;
}

/** Looks at one limit: its first quota, what is asked while that is used up, the wait, and the quota once more. */
export async function lookAt(ground: Ground, log: Log): Promise<void> {
  const used = await firstQuota(ground, log);
  if (!used?.rejection) return;
  const base = log.seen.findLast((exchange) => exchange.role === 'burst' && isServed(ground, exchange));
  const first: First = {
    used: { ...used, rejection: used.rejection },
    base,
    window: await askWithin(ground, log, { ...used, rejection: used.rejection }, base),
  };
  const { shared, suspects } = first.window;
  if (shared) {
    // Everybody's rejections count together now: what else there is to ask would only add to them.
    if (!first.window.escalates) await log.try(() => split(ground, log, shared));
    return;
  }
  if (suspects.length > 0) await log.try(() => prove(ground, log, suspects, { base, actor: used.actor }));
  await log.try(() => afterwards(ground, log, first));
  await log.try(() => tryTheRest(ground, log, { base, actor: used.actor }));
}

/** Used up by one client; once more where it was rejected early, since telling why has changed what is left. */
async function firstQuota(ground: Ground, log: Log): Promise<UsedUp | undefined> {
  const used = await useUpNoted(ground, log, { stage: 'first', first: true });
  if (!used.rejection) return undefined;
  const { actor, rejection, disturbed } = used;
  const kind = await seeIfStrict(ground, log, { actor, rejection, disturbed });
  if (kind === 'full') return used;
  if (!ground.purse.holds(ground.limit.quota + 1)) return undefined;
  return useUpNoted(ground, log, { stage: 'window' });
}

/** Used up, with the facts whether others sent meanwhile, or shortly before: from the same address, or at all. */
async function useUpNoted(
  ground: Ground,
  log: Log,
  options: Parameters<typeof useUp>[1],
): Promise<UsedUp & { disturbed: boolean }> {
  const { probe, silence, leases, lanes, holder } = ground;
  const since = probe.now() - silence;
  const used = await useUp(ground, options);
  const disturbed = leases.some((lease) => lease.disturbed(since));
  const facts = { disturbed, crowded: lanes.crowd.since(holder, since) };
  const kept = used.kept.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, ...facts } }));
  log.add(...kept);
  return { ...used, kept, disturbed };
}

function isServed({ limit, endpoint }: Ground, exchange: Exchange): boolean {
  return admissionOf(exchange, limit, endpoint) === 'admitted';
}

/** Waits as told, looks at what routers take for the same path, and uses up the quota once more. */
async function afterwards(ground: Ground, log: Log, { used, window }: First): Promise<void> {
  const { limit, endpoint, context, purse } = ground;
  const { admitted: capacity } = used;
  if (tooLong(recoveryWait(limit), context)) return;
  const recovered = await recover(ground, log, { actor: used.actor, rejection: window.rejection });
  for (const name of window.denied) log.add(await callExempt(ground, used.actor, name, 'recovery'));
  if (!recovered) return;
  const { actor, served } = recovered;
  const forms = await scout(ground, log, actor, served);
  const silence = fullSilence(limit);
  if (tooLong(silence, context) || !purse.holds(capacity + MOST_REJECTED)) return;
  await fullAgain(ground, log, actor, { capacity, silence });
  const total = totalsOf(log.seen, 'full', { limit, endpoint, capacity }).at(-1);
  if (total?.kind === 'over' && !limit.approximate) await explainExcess(ground, log, capacity);
  else if (total?.kind === 'over' || total?.kind === 'full')
    await askMore(ground, log, { actor, forms, base: served });
}

/** Forms of the path that get the same answer while there is room. */
async function scout(ground: Ground, log: Log, actor: Actor, base: Exchange): Promise<Variation[]> {
  const forms: Variation[] = [];
  for (const variation of pathVariations(ground)) {
    const exchange = await sendVaried(ground, actor, variation, { base, facts: { stage: 'scout' } });
    log.add(exchange);
    if (receptionOf(exchange, ground) === 'served') forms.push(variation);
    if (receptionOf(exchange, ground) === 'rejected') break;
  }
  return forms;
}

interface More {
  readonly actor: Actor;
  readonly forms: readonly Variation[];
  readonly base: Exchange;
}

/** All forms of the path in one, or one by one where such a path is not known; other methods; while there is room. */
async function askMore(ground: Ground, log: Log, { actor, forms, base }: More): Promise<void> {
  const rejections = inStage(log.seen, 'full', 'full on').filter((exchange) => isRejected(ground, exchange));
  if (rejections.length === 0) return;
  const all = forms.length > 1 ? [forms] : [];
  const settled = new Set<Variation>();
  for (const group of [...all, ...[...forms, ...methodVariations(ground)].map((each) => [each])]) {
    if (group.every((each) => settled.has(each))) continue;
    if (rejections.length >= MOST_REJECTED || escalates(rejections)) return;
    const facts = { stage: 'more' };
    const exchange = await sendVaried(ground, actor, combined(group), { base, facts });
    log.add(exchange);
    const reception = receptionOf(exchange, ground);
    if (reception === 'served') return prove(ground, log, group, { base, actor });
    if (reception === 'odd') continue;
    rejections.push(exchange);
    for (const each of group) settled.add(each);
  }
}

function isRejected({ limit, endpoint }: Ground, exchange: Exchange): boolean {
  return admissionOf(exchange, limit, endpoint) === 'rejected';
}

/** Deep runs use up further quotas for ways to send a request for which there was no room. */
async function tryTheRest(
  ground: Ground,
  log: Log,
  given: { base: Exchange | undefined; actor: Actor },
): Promise<void> {
  if (ground.context.profile !== 'deep') return;
  const tried = new Set(log.seen.map(({ facts }) => facts?.['variation']));
  const left = [...methodVariations(ground), FORGED_V6].filter(({ name }) => !tried.has(name));
  if (left.length > 0) await prove(ground, log, left, given);
}
