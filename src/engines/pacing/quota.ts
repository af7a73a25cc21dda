import type { IdentityPool, Quota } from '../../model/identity.ts';

/**
 * Room for what the arithmetic leaves out: an answer counts from its end, so a slow one keeps its place longer, and
 * arrivals are not perfectly even.
 */
const MARGIN = 1.1;

/** The quotas that a pool declares. */
export function quotasOf(pool: Pick<IdentityPool, 'quota'> | undefined): readonly Quota[] {
  return pool?.quota === undefined ? [] : [pool.quota].flat();
}

/**
 * How many identities a pool needs so that none comes near its quota at `rate` requests per second: at most `limit`
 * requests in any interval as long as the window, wherever the target's windows begin. At least 1.
 */
export function identityCount(pool: Pick<IdentityPool, 'quota'>, rate: number): number {
  return count(
    quotasOf(pool).filter(({ scope }) => scope !== 'ip'),
    rate,
  );
}

/** The same for source addresses, by the quotas of scope `ip`. */
export function addressCount(pool: Pick<IdentityPool, 'quota'>, rate: number): number {
  return count(
    quotasOf(pool).filter(({ scope }) => scope === 'ip'),
    rate,
  );
}

function count(quotas: readonly Quota[], rate: number): number {
  const needs = quotas.map(({ limit, window }) =>
    Math.ceil((rate * (window / 1000) * MARGIN) / limit - 1e-9),
  );
  return Math.max(1, ...needs);
}

/**
 * Requests of one identity (or address) under one quota. A request counts from when it is sent until a window after it
 * ended: the target counted it somewhere in between, so no interval as long as the window ever holds more than `limit`,
 * whatever the target's algorithm is and wherever its windows begin.
 */
export class Ledger {
  readonly #limit: number;
  readonly #window: number;
  /** When each ended request stops counting; ascending, a ring. */
  readonly #frees: number[] = [];
  #first = 0;
  #open = 0;

  constructor({ limit, window }: Pick<Quota, 'limit' | 'window'>) {
    this.#limit = limit;
    this.#window = window;
  }

  /** When there is room, in ms: `now` or before when there is some; `Infinity` while only open requests block. */
  roomAt(now: number): number {
    while (this.#first < this.#frees.length && (this.#frees[this.#first] as number) <= now) this.#first += 1;
    this.#compact();
    const counting = this.#frees.length - this.#first;
    const excess = this.#open + counting - this.#limit;
    if (excess < 0) return now;
    return excess < counting ? (this.#frees[this.#first + excess] as number) : Number.POSITIVE_INFINITY;
  }

  begin(): void {
    this.#open += 1;
  }

  end(now: number): void {
    this.#open -= 1;
    this.#frees.push(now + this.#window);
  }

  #compact(): void {
    if (this.#first < 1024 || this.#first * 2 < this.#frees.length) return;
    this.#frees.splice(0, this.#first);
    this.#first = 0;
  }
}

/**
 * Spaces requests so that no second holds more than `rate` of them, whoever sends, in whatever thread. 10 ms of catching
 * up are allowed, since timers are coarse; the spacing is 1 % wider in return, so the rate holds in every second.
 */
export class RateLimit {
  /** Nanoseconds between two requests. */
  readonly #gap: bigint;
  /** When the next request is due, in ns of the run's clock; threads that send to one target share it. */
  readonly #next: BigInt64Array;

  constructor(rate: number, next: BigInt64Array = new BigInt64Array(1)) {
    this.#gap = BigInt(Math.round((1e9 / rate) * 1.01));
    this.#next = next;
  }

  /** When the next request may go, in ms; `now` or before when it may go at once. */
  roomAt(): number {
    return roomAt(Atomics.load(this.#next, 0));
  }

  /** Takes the room that there is at `now`; false when there is none, or another thread was faster. */
  take(now: number): boolean {
    const next = Atomics.load(this.#next, 0);
    if (roomAt(next) > now) return false;
    const instant = BigInt(Math.round(now * NANOSECONDS));
    const after = (next > instant ? next : instant) + this.#gap;
    return Atomics.compareExchange(this.#next, 0, next, after) === next;
  }
}

const SLACK = 10;
const NANOSECONDS = 1e6;

function roomAt(next: bigint): number {
  return Number(next) / NANOSECONDS - SLACK;
}
