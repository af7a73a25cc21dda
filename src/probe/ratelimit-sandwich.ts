import type { Exchange } from '../model/exchange.ts';
import { type Actor, type Admission, admissionOf, callAs, type Ground, MARGIN } from './ratelimit-actor.ts';
import { useUp } from './ratelimit-burst.ts';
import { escalates } from './ratelimit-judge.ts';
import { SPOOFS, type Spoof } from './ratelimit-spoof.ts';

/** Times that the quota is used up: for each proof, and because a window may end in the midst of one. */
export const ROUNDS = 4;
/** Quotas of which the whole proof must succeed. */
export const PROOFS = 2;
export const SPOOFED = 'spoofed';
const PLAIN = 'plain';
/**
 * After the rejection that ended the burst: no rhythm of a bucket that fills up fits this, since the number that it
 * serves between two rejections differs by one at most. With that rejection three in all.
 */
export const PROOF = [SPOOFED, PLAIN, ...Array<string>(6).fill(SPOOFED), PLAIN];
/** Rejections of one used-up quota: limiters shut out clients, or lengthen their wait, for going on. */
const MOST_REJECTED = 3;
const REJECTED_BY_PROOF = PROOF.filter((role) => role === PLAIN).length;

/** What is known of one spoof after a round: `settled` for good, `again` in a new window, `stop` altogether. */
type Step = 'settled' | 'rejected' | 'proven' | 'again' | 'stop';

/** Uses up the quota and claims other addresses; what is served is proven by two quotas. */
export async function spoofAll(ground: Ground): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  const left = [...SPOOFS];
  const scarce = hasFewSubjects(ground);
  let proofs = 0;
  let again: Actor | undefined;
  for (let round = 1; round <= ROUNDS && left.length > 0; round++) {
    const { kept, actor, rejection } = await useUp(ground, { again });
    seen.push(...kept.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, round } })));
    if (!rejection) return seen;
    const sandwich = new Sandwich(ground, actor, rejection, round);
    const step = isAnothers(rejection) ? 'again' : await tryLeft(sandwich, left);
    seen.push(...sandwich.seen);
    if (step === 'proven') proofs += 1;
    if (step === 'stop' || proofs === PROOFS) return seen;
    // Subjects may share a bucket, and then their rejections count together.
    const full = isAnothers(rejection) || sandwich.isFull();
    if ((full || scarce) && left.length > 0) await ground.probe.sleep(ground.silence + MARGIN);
    if (scarce) again = actor;
  }
  return seen;
}

/** The roles in the order of the proof, and the answers as a bypass makes them. */
export function isProven(round: readonly Exchange[], admission: (exchange: Exchange) => Admission): boolean {
  const last = round.filter(({ facts }) => facts?.['spoof'] !== undefined).slice(-PROOF.length);
  return (
    last.length === PROOF.length &&
    last.every(
      (exchange, index) => exchange.role === PROOF[index] && admission(exchange) === wanted(exchange.role),
    )
  );
}

/** Whether subjects are given one by one: then other checks need them. */
function hasFewSubjects({ probe, limit }: Ground): boolean {
  return limit.identity !== undefined && probe.minter(limit.identity) === undefined;
}

/** Whether the first request of all was rejected: somebody else used up the quota. */
function isAnothers({ facts }: Exchange): boolean {
  return facts?.['n'] === 1;
}

/** Takes from `left` what is settled. The next spoof gets a new subject, where one costs no wait for a window. */
async function tryLeft(sandwich: Sandwich, left: Spoof[]): Promise<Step> {
  for (;;) {
    const [spoof] = left;
    if (!spoof) return 'settled';
    const step = await sandwich.trySpoof(spoof);
    if (step === 'settled' || step === 'rejected') left.shift();
    if (step !== 'rejected' || !sandwich.waits) return step;
  }
}

/** What is sent after one used-up quota. */
class Sandwich {
  readonly seen: Exchange[] = [];
  /** Whether another quota means waiting for a window. */
  readonly waits: boolean;
  readonly #ground: Ground;
  readonly #actor: Actor;
  readonly #round: number;
  readonly #rejections: Exchange[];

  constructor(ground: Ground, actor: Actor, rejection: Exchange, round: number) {
    this.waits = ground.lease !== undefined || hasFewSubjects(ground);
    this.#ground = ground;
    this.#actor = actor;
    this.#round = round;
    this.#rejections = [rejection];
  }

  isFull(): boolean {
    return this.#rejections.length >= MOST_REJECTED;
  }

  async trySpoof(spoof: Spoof): Promise<Step> {
    if (this.isFull()) return 'again';
    const room = MOST_REJECTED - this.#rejections.length;
    const length = room < REJECTED_BY_PROOF ? 1 : PROOF.length;
    for (const [index, role] of PROOF.slice(0, length).entries()) {
      const admission = await this.#send(role, spoof);
      if (admission === 'rejected' && this.#grows()) return 'stop';
      if (admission === wanted(role)) continue;
      if (admission === 'odd') return 'settled';
      if (role === PLAIN) return 'again';
      return index === 0 ? 'rejected' : 'settled';
    }
    return length === PROOF.length ? 'proven' : 'again';
  }

  async #send(role: string, spoof: Spoof): Promise<Admission> {
    const { probe, limit, endpoint } = this.#ground;
    const exchange = await callAs(this.#ground, this.#actor, {
      role,
      facts: { spoof: spoof.name, round: this.#round },
      ...(role === SPOOFED && { headers: spoof.headers(probe.random) }),
    });
    this.seen.push(exchange);
    const admission = admissionOf(exchange, limit, endpoint);
    if (admission === 'rejected') this.#rejections.push(exchange);
    return admission;
  }

  /** Notes it at the exchange, for the judge. */
  #grows(): boolean {
    if (!escalates(this.#rejections)) return false;
    const last = this.seen.pop()!;
    this.seen.push({ ...last, facts: { ...last.facts, escalates: true } });
    return true;
  }
}

function wanted(role: string): Admission {
  return role === PLAIN ? 'rejected' : 'admitted';
}
