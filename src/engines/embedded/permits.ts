import { IdentityError } from '../../model/errors.ts';
import type { Identities, IdentityPool, Quota, Use } from '../../model/identity.ts';
import { Ledger, quotasOf, type RateLimit } from '../pacing/quota.ts';

/** Leave to send one request as one identity from one address. */
export interface Permit {
  /** Number of the identity in its pool. */
  readonly index: number;
  readonly localAddress: string;
  /** To be called once, when the request has ended. */
  readonly end: (now: number) => void;
}

/** No leave yet: ask again at `at`. `ours` when only our own restraint stands in the way, not answers that are late. */
export interface Refused {
  readonly at: number;
  readonly ours: boolean;
}

export interface Ask {
  readonly pool: string | undefined;
  readonly endpoint: string;
  /** A certain identity; the least recently used one with room when left out. */
  readonly index?: number;
}

export interface PermitsOptions {
  readonly pools: Readonly<Record<string, IdentityPool>>;
  readonly identities: Pick<Identities, 'size'>;
  readonly use: Use;
  readonly sourceAddresses: readonly string[];
  /** Shared by all that send to one target. */
  readonly rate: RateLimit | undefined;
  /** How many identities of a pool without a quota take turns, where it has more. */
  readonly users: number;
}

/** While answers are late there is no telling when; a short wait then. */
const RETRY = 5;

/**
 * Keeps every identity and every source address below its declared quota, and everything below `maxRate`. Floods are
 * there to exceed quotas, so these hold for loads only.
 */
export class Permits {
  readonly #options: PermitsOptions;
  readonly #pools = new Map<string, Turns>();
  readonly #rings = new Map<string, Ring>();
  readonly #limitsByName = new Map<string, Limits>();
  readonly #addresses: Turns;
  readonly #rate: RateLimit | undefined;

  constructor(options: PermitsOptions) {
    this.#options = options;
    const addresses = options.sourceAddresses.length;
    this.#addresses = new Turns(Math.max(1, addresses), Math.max(1, addresses));
    this.#rate = options.rate;
  }

  take({ pool, endpoint, index }: Ask, now: number): Permit | Refused {
    const rate = this.#rate?.roomAt() ?? now;
    if (rate > now) return { at: rate, ours: true };
    const limits = this.#limits(pool, endpoint);
    const address = this.#addresses.pick(now, limits.byAddress);
    if (address.at > now) return refused(address.at, now);
    const turns = pool === undefined ? undefined : this.#turns(pool);
    const identity = turns?.pick(now, limits.byIdentity, index);
    if (identity && identity.at > now) return refused(identity.at, now);
    // Another thread may have been faster.
    if (this.#rate && !this.#rate.take(now)) return { at: this.#rate.roomAt(), ours: true };
    const ledgers = [
      ...this.#addresses.use(address.index, limits.byAddress),
      ...(turns && identity ? turns.use(identity.index, limits.byIdentity) : []),
    ];
    for (const ledger of ledgers) ledger.begin();
    return {
      index: identity?.index ?? 0,
      localAddress: this.#options.sourceAddresses[address.index] ?? '',
      end: (ended) => {
        for (const ledger of ledgers) ledger.end(ended);
      },
    };
  }

  /** Leave for requests that nothing limits, whoever else sends; undefined when something does. */
  free({ pool, endpoint, index }: Ask): Permit | undefined {
    const ring = this.ring(pool, endpoint);
    if (!ring) return undefined;
    if (index === undefined) ring.next();
    return { index: index ?? ring.peek(), localAddress: '', end: nothing };
  }

  /** Whose turn it is, for requests that never have to wait for leave; undefined when something limits them. */
  ring(pool: string | undefined, endpoint: string): Ring | undefined {
    const { byAddress, byIdentity } = this.#limits(pool, endpoint);
    const isLimited = byAddress.length + byIdentity.length > 0;
    if (this.#rate || this.#options.sourceAddresses.length > 0 || isLimited) return undefined;
    if (pool === undefined) return NOBODY;
    let ring = this.#rings.get(pool);
    if (!ring) {
      ring = new Ring(Math.min(this.size(pool), this.#options.users));
      this.#rings.set(pool, ring);
    }
    return ring;
  }

  /** The identity whose turn it is, for a script that keeps it for one iteration. */
  choose(pool: string, now: number): number {
    const ring = this.ring(pool, '');
    if (ring) {
      ring.next();
      return ring.peek();
    }
    const turns = this.#turns(pool);
    const { index } = turns.pick(now, this.#limits(pool, undefined).byIdentity);
    turns.use(index, []);
    return index;
  }

  /** The identity that a virtual user (from 1) keeps for good, where its scenario runs in so many parts. */
  own(pool: string, user: number, parts = 1): number {
    return Math.floor(Math.max(0, user - 1) / parts) % this.#most(pool);
  }

  /** How many identities a pool has for this use. Throws when it has none. */
  size(pool: string): number {
    const size = this.#options.identities.size(pool, this.#options.use);
    if (!(size >= 1)) throw new IdentityError(pool, `it has no identity for the use "${this.#options.use}"`);
    return size;
  }

  #turns(pool: string): Turns {
    let turns = this.#pools.get(pool);
    if (!turns) {
      const size = this.size(pool);
      const limited = quotasOf(this.#options.pools[pool]).length > 0 && Number.isFinite(size);
      turns = new Turns(limited ? size : Math.min(size, this.#options.users), this.#most(pool));
      this.#pools.set(pool, turns);
    }
    return turns;
  }

  /** `count: auto` is an estimate: such a pool mints some more when none has room, and any number without a quota. */
  #most(pool: string): number {
    const settings = this.#options.pools[pool];
    const size = this.size(pool);
    const grows = settings?.kind === 'jwt' && settings.count === 'auto' && settings.subject.includes('{n}');
    if (!grows) return size;
    return quotasOf(settings).length > 0 ? size * GROWTH : Number.POSITIVE_INFINITY;
  }

  #limits(pool = '', endpoint = ''): Limits {
    const key = `${pool} ${endpoint}`;
    let limits = this.#limitsByName.get(key);
    if (!limits) {
      const counting = this.#options.use === 'flood' ? [] : quotasOf(this.#options.pools[pool]);
      const quotas = counting.filter(
        ({ endpoints }) => endpoint === '' || !endpoints || endpoints.includes(endpoint),
      );
      limits = {
        byAddress: quotas.filter(({ scope }) => scope === 'ip'),
        byIdentity: quotas.filter(({ scope }) => scope !== 'ip'),
      };
      if (this.#limitsByName.size < LIMITS_KEPT) this.#limitsByName.set(key, limits);
    }
    return limits;
  }
}

interface Limits {
  readonly byAddress: readonly Quota[];
  readonly byIdentity: readonly Quota[];
}

/** Identities that take turns where nothing limits them. */
export class Ring {
  readonly #size: number;
  #at = 0;

  constructor(size: number) {
    this.#size = size;
  }

  peek(): number {
    return this.#at;
  }

  next(): void {
    this.#at += 1;
    if (this.#at >= this.#size) this.#at = 0;
  }
}

const NOBODY = new Ring(1);
const nothing = () => {};

/** Scripts may count requests under names without end. */
const LIMITS_KEPT = 1000;
const GROWTH = 2;

function refused(at: number, now: number): Refused {
  return Number.isFinite(at) ? { at, ours: true } : { at: now + RETRY, ours: false };
}

/** Identities (or addresses) that take turns, each with its ledgers; more of them are brought in when none has room. */
class Turns {
  readonly #most: number;
  /** Least recently used first. */
  readonly #order = new Map<number, Map<Quota, Ledger>>();

  constructor(count: number, most: number) {
    this.#most = most;
    for (let index = 0; index < count; index += 1) this.#order.set(index, new Map());
  }

  /** The one to use and when it has room. */
  pick(now: number, quotas: readonly Quota[], only?: number): { index: number; at: number } {
    if (only !== undefined) return { index: only, at: this.#roomAt(this.#ledgersOf(only), quotas, now) };
    let best = { index: 0, at: Number.POSITIVE_INFINITY };
    for (const [index, ledgers] of this.#order) {
      const at = this.#roomAt(ledgers, quotas, now);
      if (at <= now) return { index, at };
      if (at < best.at) best = { index, at };
    }
    if (this.#order.size >= this.#most) return best;
    const index = this.#unused();
    this.#order.set(index, new Map());
    return { index, at: now };
  }

  /** Makes it the most recently used; its ledgers for these quotas. */
  use(index: number, quotas: readonly Quota[]): Ledger[] {
    const ledgers = this.#ledgersOf(index);
    this.#order.delete(index);
    this.#order.set(index, ledgers);
    return quotas.map((quota) => {
      let ledger = ledgers.get(quota);
      if (!ledger) {
        ledger = new Ledger(quota);
        ledgers.set(quota, ledger);
      }
      return ledger;
    });
  }

  #unused(): number {
    let index = this.#order.size;
    while (this.#order.has(index)) index += 1;
    return index;
  }

  #ledgersOf(index: number): Map<Quota, Ledger> {
    const ledgers = this.#order.get(index) ?? new Map<Quota, Ledger>();
    if (ledgers.size === 0) this.#order.set(index, ledgers);
    return ledgers;
  }

  #roomAt(ledgers: Map<Quota, Ledger>, quotas: readonly Quota[], now: number): number {
    let at = now;
    for (const quota of quotas) at = Math.max(at, ledgers.get(quota)?.roomAt(now) ?? now);
    return at;
  }
}
