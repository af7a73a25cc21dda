import type { Credential } from '../../../model/identity.ts';

/** Gets so many credentials of one identity from the thread that owns them; rejects with an `IdentityError`. */
export type Fetch = (count: number) => Promise<readonly Credential[]>;

/** Credentials of one identity as one thread holds them. */
export interface Tokens {
  /** One that is good now; undefined when it has to be waited for. */
  ready(): Credential | undefined;
  next(): Promise<Credential>;
}

/** After a refresh that brought nothing new, in ms. */
const RETRY_AFTER = 1000;

/** A token that serves again and again, and is fetched anew while it still serves. */
export class LastingToken implements Tokens {
  readonly #fetch: Fetch;
  readonly #wallClock: () => number;
  #held: Credential | undefined;
  #freshUntil = Number.NEGATIVE_INFINITY;
  #goodUntil = Number.NEGATIVE_INFINITY;
  #retryAt = Number.NEGATIVE_INFINITY;
  #renewal: Promise<Credential> | undefined;

  constructor(fetch: Fetch, wallClock: () => number) {
    this.#fetch = fetch;
    this.#wallClock = wallClock;
  }

  ready(): Credential | undefined {
    // Most tokens outlive the run, and reading the clock for each request adds up.
    if (this.#freshUntil === Number.POSITIVE_INFINITY) return this.#held;
    const now = this.#wallClock();
    if (now < this.#freshUntil) return this.#held;
    if (now >= this.#goodUntil) return undefined;
    if (now >= this.#retryAt) {
      this.#retryAt = now + RETRY_AFTER;
      // As long as the present token serves, nobody needs to know.
      this.next().catch(() => {});
    }
    return this.#held;
  }

  next(): Promise<Credential> {
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renew(): Promise<Credential> {
    const [credential] = await this.#fetch(1);
    const { refreshAt, goodUntil = Number.POSITIVE_INFINITY } = credential!;
    this.#held = credential;
    this.#goodUntil = goodUntil;
    this.#freshUntil = refreshAt ?? goodUntil;
    return credential!;
  }
}

const MOST_IN_STOCK = 512;
const MOST_ATTEMPTS = 100;

/** Tokens that serve once: a stock of them, as large as what is used up while more are on their way. */
export class OneTimeTokens implements Tokens {
  readonly #fetch: Fetch;
  readonly #wallClock: () => number;
  readonly #stock: Credential[] = [];
  #wanted = 2;
  #waiting = 0;
  #delivery: Promise<void> | undefined;

  constructor(fetch: Fetch, wallClock: () => number) {
    this.#fetch = fetch;
    this.#wallClock = wallClock;
  }

  ready(): Credential | undefined {
    const token = this.#take();
    if (!token) this.#wanted = Math.min(MOST_IN_STOCK, this.#wanted * 2);
    // As long as there are some in stock, nobody needs to know.
    else if (this.#stock.length < this.#wanted / 2) this.#order().catch(() => {});
    return token;
  }

  async next(): Promise<Credential> {
    this.#waiting += 1;
    try {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
        await this.#order();
        const token = this.#take();
        if (token) return token;
      }
      throw new Error('tokens that serve once are used up, or expire, faster than they can be had');
    } finally {
      this.#waiting -= 1;
    }
  }

  #take(): Credential | undefined {
    const now = this.#wallClock();
    for (;;) {
      const token = this.#stock.shift();
      if (!token || now < (token.refreshAt ?? Number.POSITIVE_INFINITY)) return token;
    }
  }

  #order(): Promise<void> {
    this.#delivery ??= this.#receive().finally(() => {
      this.#delivery = undefined;
    });
    return this.#delivery;
  }

  async #receive(): Promise<void> {
    const missing = Math.max(this.#waiting, this.#wanted - this.#stock.length);
    this.#stock.push(...(await this.#fetch(missing)));
  }
}
