import type { Exchange } from '../../model/exchange.ts';
import { type Actor, admissionOf, callAs, type Ground, MARGIN } from './actor.ts';
import { useUp } from './burst.ts';
import { burstsOf, escalates } from './judge.ts';
import type { Log } from './log.ts';
import { isSame } from './same.ts';
import { placesBack, spanOf, withinWindow } from './span.ts';
import type { Variation } from './variation.ts';

/** Times that the quota is used up: for each proof, and because a window may end in the midst of one. */
const ROUNDS = 6;
/** Quotas of which the whole proof must succeed. */
export const PROOFS = 2;
export const VARIED = 'varied';
export const PLAIN = 'plain';
/**
 * After the rejection that ended the burst: no rhythm of a bucket that fills up fits this, since the number that it
 * serves between two rejections differs by one at most. With that rejection three in all.
 */
export const PROOF = [VARIED, PLAIN, ...Array<string>(6).fill(VARIED), PLAIN];
/** Rejections of one used-up quota: limiters shut out clients, or lengthen their wait, for going on. */
export const MOST_REJECTED = 3;
const REJECTED_BY_PROOF = PROOF.filter((role) => role === PLAIN).length;

/** What a variation came to: the answer that the client wanted, the limit's rejection, or something else. */
export type Reception = 'served' | 'rejected' | 'odd';

/** What is known of one variation after a round: `settled` for good, `again` in a new window, `stop` altogether. */
type Step = 'settled' | 'rejected' | 'proven' | 'again' | 'stop';

/** Sends one request in another way, with what it came to among the facts. */
export async function sendVaried(
  ground: Ground,
  actor: Actor,
  variation: Variation,
  { base, facts }: { base: Exchange | undefined; facts: NonNullable<Exchange['facts']> },
): Promise<Exchange> {
  const applied = await variation.apply(ground, actor);
  const exchange = await callAs(ground, actor, {
    role: VARIED,
    ...applied,
    facts: { ...facts, variation: variation.name, rows: variation.rows.join(' ') },
  });
  const same = variation.same !== true || isSame(exchange, base);
  return { ...exchange, facts: { ...exchange.facts, same } };
}

/** What a varied or plain request came to, as stored. */
export function receptionOf(
  exchange: Exchange,
  { limit, endpoint }: Pick<Ground, 'limit' | 'endpoint'>,
): Reception {
  const admission = admissionOf(exchange, limit, endpoint);
  if (admission !== 'admitted') return admission;
  return exchange.facts?.['same'] === false ? 'odd' : 'served';
}

/** Uses up quotas, and sends each variation until it is rejected once, or proven to be served in two of them. */
export async function prove(
  ground: Ground,
  log: Log,
  suspects: readonly Variation[],
  { base, actor: first }: { base: Exchange | undefined; actor: Actor },
): Promise<void> {
  const left = [...suspects];
  const proofs = new Map<Variation, number>();
  const scarce = hasFewSubjects(ground);
  let again = scarce ? first : undefined;
  if (scarce) await ground.probe.sleep(ground.silence + MARGIN);
  for (let round = 1; round <= ROUNDS && left.length > 0; round++) {
    if (!ground.purse.holds(ground.limit.quota + 1 + PROOF.length)) return;
    const { kept, actor, rejection } = await useUp(ground, { stage: 'proof', again });
    log.add(...kept.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, round } })));
    if (!rejection) return;
    const burst = burstsOf(kept).at(-1)!.exchanges;
    const sandwich = new Sandwich(ground, log, { actor, rejection, burst, round, base });
    const step = isAnothers(rejection) ? 'again' : await tryLeft(sandwich, left, proofs);
    if (step === 'stop') return;
    // Subjects may share a bucket, and then their rejections count together.
    const full = isAnothers(rejection) || sandwich.isFull();
    if ((full || scarce) && left.length > 0) await ground.probe.sleep(ground.silence + MARGIN);
    if (scarce) again = actor;
  }
}

/** Whether subjects are given one by one: then other checks need them. */
function hasFewSubjects({ probe, limit }: Ground): boolean {
  return limit.identity !== undefined && probe.minter(limit.identity) === undefined;
}

/** Whether the first request of all was rejected: somebody else used up the quota. */
function isAnothers({ facts }: Exchange): boolean {
  return facts?.['n'] === 1;
}

/** Takes from `left` what is settled. The next variation gets a new subject, where one costs no wait for a window. */
async function tryLeft(sandwich: Sandwich, left: Variation[], proofs: Map<Variation, number>): Promise<Step> {
  for (;;) {
    const [variation] = left;
    if (!variation) return 'settled';
    const step = await sandwich.try(variation);
    if (step === 'proven') proofs.set(variation, (proofs.get(variation) ?? 0) + 1);
    if (step === 'settled' || step === 'rejected' || proofs.get(variation) === PROOFS) left.shift();
    if (step !== 'settled' && (step !== 'rejected' || !sandwich.waits)) return step;
  }
}

interface Quota {
  readonly actor: Actor;
  readonly rejection: Exchange;
  readonly burst: readonly Exchange[];
  readonly round: number;
  readonly base: Exchange | undefined;
}

/** What is sent after one used-up quota. */
class Sandwich {
  /** Whether another quota means waiting for a window. */
  readonly waits: boolean;
  readonly #ground: Ground;
  readonly #log: Log;
  readonly #quota: Quota;
  readonly #rejections: Exchange[];

  constructor(ground: Ground, log: Log, quota: Quota) {
    this.waits = ground.leases.length > 0 || hasFewSubjects(ground);
    this.#ground = ground;
    this.#log = log;
    this.#quota = quota;
    this.#rejections = [quota.rejection];
  }

  isFull(): boolean {
    return this.#rejections.length >= MOST_REJECTED;
  }

  async try(variation: Variation): Promise<Step> {
    if (this.isFull()) return 'again';
    const room = MOST_REJECTED - this.#rejections.length;
    const length = room < REJECTED_BY_PROOF ? 1 : PROOF.length;
    const sent: Exchange[] = [];
    for (const [index, role] of PROOF.slice(0, length).entries()) {
      const exchange = await this.#send(role, variation);
      const reception = receptionOf(exchange, this.#ground);
      sent.push(exchange);
      if (reception === 'rejected') this.#rejections.push(exchange);
      const grows = reception === 'rejected' && escalates(this.#rejections);
      this.#log.add(grows ? { ...exchange, facts: { ...exchange.facts, escalates: true } } : exchange);
      if (grows) return 'stop';
      if (reception === wanted(role)) continue;
      if (reception === 'odd') return 'settled';
      if (role === PLAIN) return 'again';
      return index === 0 ? 'rejected' : 'settled';
    }
    return isProven(sent, this.#quota.burst, this.#ground) ? 'proven' : 'again';
  }

  #send(role: string, variation: Variation): Promise<Exchange> {
    const { actor, round, base } = this.#quota;
    const facts = { stage: 'proof', round };
    if (role === VARIED) return sendVaried(this.#ground, actor, variation, { base, facts });
    return callAs(this.#ground, actor, { role, facts: { ...facts, variation: variation.name } });
  }
}

function wanted(role: string): Reception {
  return role === PLAIN ? 'rejected' : 'served';
}

/** Whether the last requests of a round, after the burst that used up the quota, are a whole proof for the variation. */
export function isProven(
  round: readonly Exchange[],
  burst: readonly Exchange[],
  ground: Pick<Ground, 'limit' | 'endpoint'>,
): boolean {
  const last = round.slice(-PROOF.length);
  return (
    last.length === PROOF.length &&
    last.every(
      (exchange, index) =>
        exchange.role === PROOF[index] && receptionOf(exchange, ground) === wanted(exchange.role),
    ) &&
    isTimely(last, burst, ground)
  );
}

/** Whether no bucket can have served what was served between the rejections, and no log that slides. */
function isTimely(
  proof: readonly Exchange[],
  burst: readonly Exchange[],
  { limit }: Pick<Ground, 'limit'>,
): boolean {
  const from = proof.findIndex(({ role }) => role === PLAIN);
  const between = proof.slice(from + 1, -1);
  const back = placesBack(limit, spanOf([proof[from]!, between.at(-1)!]));
  const slides = limit.algorithm === undefined || limit.algorithm === 'sliding-window';
  return back <= between.length - 1 && (!slides || withinWindow([...burst, ...proof], limit));
}
