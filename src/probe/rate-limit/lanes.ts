import type { CheckContext } from '../../model/check.ts';
import type { Policy } from '../../model/policy.ts';
import { Crowd } from './crowd.ts';

/** A source address that one check has to itself for a while. */
export interface Lease {
  readonly address: string | undefined;
  /** True when nobody else of this run can have used the quota of this address: it is one that was declared. */
  readonly declared: boolean;
  /** True when others sent from this address since `time`. */
  disturbed(time: number): boolean;
  /** When the address was last used, by anyone. */
  lastUse(): number;
  /** Until when a rejection by the endpoint asked the address to wait; 0 when none did. */
  askedUntil(endpoint: string): number;
  release(): void;
}

/** A burst must be as fast as it can; more of them at once only make each other slow. */
const BURSTS_AT_ONCE = 2;

/**
 * Keeps checks that use up limits out of each other's way: a limit by address counts whatever comes from that address,
 * so each holds an address to itself, waiting for one when there are too few.
 */
export class Lanes {
  readonly crowd = new Crowd();
  readonly #addresses: readonly (string | undefined)[];
  readonly #held = new Set<string | undefined>();
  readonly #uses = new Map<string | undefined, Map<object, number>>();
  readonly #asked = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  readonly #created: number;
  #bursts = 0;
  #busy = 0;
  #alone = false;
  readonly #burstQueue: (() => void)[] = [];
  readonly #idleQueue: (() => void)[] = [];

  constructor(addresses: readonly string[], now: number) {
    this.#addresses = addresses.length > 0 ? addresses : [undefined];
    this.#created = now;
  }

  /** Addresses that nobody else holds, all of them at once: of the free ones those that rested longest. */
  async lease(holder: object, wanted = 1): Promise<Lease[]> {
    const count = Math.min(wanted, this.#addresses.length);
    for (;;) {
      const free = this.#addresses.filter((address) => !this.#held.has(address));
      if (free.length >= count) {
        const longest = free.toSorted((a, b) => this.#lastUse(a) - this.#lastUse(b)).slice(0, count);
        for (const address of longest) this.#held.add(address);
        return longest.map((address) => this.#leaseOf(address, holder));
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Notes that the holder sent from the address. */
  note(holder: object, address: string | undefined, now: number): void {
    const uses = this.#uses.get(address) ?? new Map<object, number>();
    uses.set(holder, now);
    this.#uses.set(address, uses);
  }

  /** Notes that a rejection by the endpoint asked the address to wait. */
  asked(address: string | undefined, endpoint: string, until: number): void {
    this.#asked.set(askKey(address, endpoint), until);
  }

  /** Until when a rejection by the endpoint asked the address to wait; 0 when none did. */
  askedUntil(address: string | undefined, endpoint: string): number {
    return this.#asked.get(askKey(address, endpoint)) ?? 0;
  }

  /** Runs a burst, no more than a few at once. Those go first after which somebody has to wait for a window. */
  async burst<Result>(work: () => Promise<Result>, first = false): Promise<Result> {
    while (this.#bursts >= BURSTS_AT_ONCE)
      await new Promise<void>((resolve) => {
        if (first) this.#burstQueue.unshift(resolve);
        else this.#burstQueue.push(resolve);
      });
    this.#bursts += 1;
    try {
      return await work();
    } finally {
      this.#bursts -= 1;
      this.#burstQueue.shift()?.();
    }
  }

  /** Counts as busy while it works; begins when nobody is `alone`. */
  async working<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#alone) await this.#change();
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#changed();
    }
  }

  /** Within `working`: runs when all others have ended, or wait to be alone too. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy -= 1;
    this.#changed();
    while (this.#busy > 0 || this.#alone) await this.#change();
    this.#busy += 1;
    this.#alone = true;
    try {
      return await work();
    } finally {
      this.#alone = false;
      this.#changed();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#idleQueue.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#idleQueue.splice(0)) resolve();
  }

  #leaseOf(address: string | undefined, holder: object): Lease {
    return {
      address,
      declared: address !== undefined,
      lastUse: () => this.#lastUse(address),
      askedUntil: (endpoint) => this.askedUntil(address, endpoint),
      disturbed: (time) =>
        [...(this.#uses.get(address) ?? [])].some(([other, at]) => other !== holder && at >= time),
      release: () => {
        this.#held.delete(address);
        for (const resolve of this.#waiting.splice(0)) resolve();
      },
    };
  }

  /** Before the checks the load may have used any address until the last moment. */
  #lastUse(address: string | undefined): number {
    return Math.max(this.#created, ...(this.#uses.get(address)?.values() ?? []));
  }
}

function askKey(address: string | undefined, endpoint: string): string {
  return `${address ?? ''} ${endpoint}`;
}

/** One set of lanes for all checks of a run against one target; a run has one policy object. */
const LANES = new WeakMap<Policy, Map<string, Lanes>>();

export function lanesOf({ policy, target, sourceAddresses }: CheckContext, now: number): Lanes {
  const byTarget = LANES.get(policy) ?? new Map<string, Lanes>();
  LANES.set(policy, byTarget);
  const lanes = byTarget.get(target.url) ?? new Lanes(sourceAddresses, now);
  byTarget.set(target.url, lanes);
  return lanes;
}
