import { setImmediate as turn } from 'node:timers/promises';
import type { Exchange, HeaderLines } from '../../model/exchange.ts';
import { retryAfterOf } from '../retry-after.ts';
import { type Actor, type Admission, admissionOf, callAs, type Ground, newActor, rest } from './actor.ts';
import { readLimitHeaders } from './headers.ts';

/** What came of sending one request after the other until the limit spoke. */
export interface Burst {
  /** The exchanges that tell the story: the first and last admitted ones, odd ones, the rejection, ill-formed headers. */
  readonly kept: Exchange[];
  readonly admitted: number;
  /** `most`: as many were served as were to be sent. */
  readonly end: 'rejected' | 'odd' | 'most' | 'slow';
  /** From the first request sent to the last answer, ms. */
  readonly elapsed: number;
  readonly rejection?: Exchange;
}

export interface BurstOptions {
  /** What the burst is for, and which of several; judges find it by them. */
  readonly stage: string;
  readonly attempt: number;
  /** Requests after which it stops without a rejection. */
  readonly most: number;
  /** Each request on a connection of its own. */
  readonly scattered?: boolean;
  /** Goes before the bursts of others. */
  readonly first?: boolean;
}

/** Bursts that `useUp` sends at most. */
export const ATTEMPTS = 2;
const KEPT = 3;
const KEPT_FAULTS = 5;
const SCATTERED: HeaderLines = [['connection', 'close']];

/** More than a correct limit lets through in one window, even one whose windows change in the midst of the burst. */
export function clearlyUnlimited(quota: number): number {
  return 2 * quota + 3;
}

/**
 * Sends as one actor, one request after the other and as fast as it goes, until the first rejection: one is enough to
 * prove a limit, and every further one may lengthen the wait.
 */
export function burst(ground: Ground, actor: Actor, options: BurstOptions): Promise<Burst> {
  return ground.lanes.burst(() => sendUntilRejected(ground, actor, options), options.first);
}

export interface UsedUp {
  readonly kept: Exchange[];
  readonly actor: Actor;
  readonly rejection: Exchange | undefined;
  readonly admitted: number;
}

/** The quota used up by a new actor, or by one whose quota is full again; a burst that was too slow or went astray is repeated once, by another actor. */
export async function useUp(
  ground: Ground,
  options: Omit<BurstOptions, 'attempt' | 'most'> & { again?: Actor | undefined },
): Promise<UsedUp> {
  const { again, ...burstOptions } = options;
  await rest(ground);
  const kept: Exchange[] = [];
  const most = clearlyUnlimited(ground.limit.quota);
  for (let attempt = 1; ; attempt++) {
    const actor = again ?? (await newActor(ground));
    const done = await burst(ground, actor, { ...burstOptions, attempt, most });
    kept.push(...done.kept);
    const last = done.rejection !== undefined || done.end === 'most' || attempt === ATTEMPTS;
    if (last || !ground.purse.holds(most))
      return { kept, actor, rejection: done.rejection, admitted: done.admitted };
  }
}

async function sendUntilRejected(ground: Ground, actor: Actor, options: BurstOptions): Promise<Burst> {
  const { stage, attempt, most, scattered = false } = options;
  const { limit, endpoint } = ground;
  const story = new Story();
  const headers = [...originOf(ground), ...(scattered ? SCATTERED : [])];
  for (let n = 1; n <= most; n++) {
    const exchange = await callAs(ground, actor, { role: 'burst', facts: { stage, attempt, n }, headers });
    const admission = admissionOf(exchange, limit, endpoint);
    story.add(exchange, admission);
    if (admission === 'rejected') return story.end('rejected', exchange);
    if (admission === 'odd') return story.end('odd');
    if (story.elapsed >= limit.window) return story.end('slow');
    // A turn later the connection is free again; otherwise another one would be opened.
    if (!scattered) await turn();
  }
  return story.end('most');
}

/** An origin that may read answers: what a rejection says to a page is looked at with it. */
function originOf({ context }: Ground): HeaderLines {
  const [origin] = context.policy.cors?.origins ?? [];
  return origin === undefined ? [] : [['origin', origin]];
}

class Story {
  #first: Exchange[] = [];
  #last: Exchange[] = [];
  #faulty: Exchange[] = [];
  #admitted = 0;
  #start: number | undefined;
  elapsed = 0;

  add(exchange: Exchange, admission: Admission): void {
    this.#start ??= exchange.timing.sent;
    this.elapsed = exchange.timing.ended - this.#start;
    if (admission === 'admitted') this.#admitted += 1;
    if (this.#faulty.length < KEPT_FAULTS && isFaulty(exchange)) this.#faulty.push(exchange);
    if (this.#first.length < KEPT) this.#first.push(exchange);
    else this.#last = [...this.#last.slice(1 - KEPT), exchange];
  }

  end(end: Burst['end'], rejection?: Exchange): Burst {
    const facts = { end, admitted: this.#admitted, elapsed: Math.round(this.elapsed) };
    const kept = [...new Set([...this.#first, ...this.#faulty, ...this.#last])].toSorted(
      (a, b) => Number(a.facts?.['n']) - Number(b.facts?.['n']),
    );
    return {
      kept: kept.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, ...facts } })),
      admitted: this.#admitted,
      end,
      elapsed: this.elapsed,
      ...(rejection && { rejection }),
    };
  }
}

function isFaulty(exchange: Exchange): boolean {
  const lines = exchange.response?.headers ?? [];
  return readLimitHeaders(lines).faults.length > 0 || retryAfterOf(exchange).fault !== undefined;
}
