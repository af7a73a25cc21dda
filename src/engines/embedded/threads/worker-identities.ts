import type { Credential, Identities, IdentityPool, Use } from '../../../model/identity.ts';
import { type Holding, heldOf, numberAmongAll } from './holding.ts';
import { type ErrorData, revived } from './rpc-error.ts';
import { type Fetch, LastingToken, OneTimeTokens, type Tokens } from './worker-tokens.ts';

/** Asks the thread that owns the identities: one answer for each number, in order. */
export type AskForCredentials = (
  pool: string,
  use: Use,
  numbers: readonly number[],
) => Promise<readonly (Credential | ErrorData)[]>;

export interface WorkerIdentityOptions {
  readonly pools: Readonly<Record<string, IdentityPool>>;
  /** How many identities each pool has, in all threads. */
  readonly sizes: Readonly<Record<string, Partial<Record<Use, number>>>>;
  /** Which of them this thread has for loads; floods are numbered across all threads. */
  readonly holdings: Readonly<Record<string, Holding>>;
  readonly ask: AskForCredentials;
  readonly wallClock: () => number;
}

interface Wish {
  readonly number: number;
  readonly resolve: (credential: Credential) => void;
  readonly reject: (error: Error) => void;
}

/** The identities of one thread: those it has for itself, numbered from 0, their tokens fetched ahead of time. */
export class WorkerIdentities implements Identities {
  readonly #options: WorkerIdentityOptions;
  /** Looked up for every request: by use, pool and number. */
  readonly #tokens: { readonly [U in Use]: Map<string, Tokens[]> } = {
    load: new Map(),
    flood: new Map(),
    check: new Map(),
  };
  readonly #wishes = new Map<string, Wish[]>();

  constructor(options: WorkerIdentityOptions) {
    this.#options = options;
  }

  size(pool: string, use: Use): number {
    const size = this.#options.sizes[pool]?.[use] ?? 0;
    const holding = this.#holding(pool, use);
    return holding ? heldOf(holding, size) : size;
  }

  ready(pool: string, use: Use, index: number): Credential | undefined {
    return this.#of(pool, use, index).ready();
  }

  credential(pool: string, use: Use, index: number): Promise<Credential> {
    return this.#of(pool, use, index).next();
  }

  #holding(pool: string, use: Use): Holding | undefined {
    return use === 'load' ? this.#options.holdings[pool] : undefined;
  }

  #of(pool: string, use: Use, index: number): Tokens {
    let all = this.#tokens[use].get(pool);
    if (!all) {
      all = [];
      this.#tokens[use].set(pool, all);
    }
    let tokens = all[index];
    if (!tokens) {
      tokens = this.#open(pool, use, index);
      all[index] = tokens;
    }
    return tokens;
  }

  #open(pool: string, use: Use, index: number): Tokens {
    const holding = this.#holding(pool, use);
    const number = holding ? numberAmongAll(holding, index) : index;
    const fetch: Fetch = (count) =>
      Promise.all(Array.from({ length: count }, () => this.#wish(pool, use, number)));
    const { pools, wallClock } = this.#options;
    const settings = pools[pool];
    const isOneTime = settings?.kind === 'jwt' && settings.oneTime;
    return isOneTime ? new OneTimeTokens(fetch, wallClock) : new LastingToken(fetch, wallClock);
  }

  /** Wishes of one turn of the event loop go in one message. */
  #wish(pool: string, use: Use, number: number): Promise<Credential> {
    return new Promise((resolve, reject) => {
      const key = `${use} ${pool}`;
      const wishes = this.#wishes.get(key);
      if (wishes) return void wishes.push({ number, resolve, reject });
      this.#wishes.set(key, [{ number, resolve, reject }]);
      queueMicrotask(() => this.#send(pool, use, key));
    });
  }

  async #send(pool: string, use: Use, key: string): Promise<void> {
    const wishes = this.#wishes.get(key) ?? [];
    this.#wishes.delete(key);
    try {
      const answers = await this.#options.ask(
        pool,
        use,
        wishes.map(({ number }) => number),
      );
      for (const [at, wish] of wishes.entries()) grant(wish, answers[at]!);
    } catch (error) {
      for (const { reject } of wishes) reject(error as Error);
    }
  }
}

function grant({ resolve, reject }: Wish, answer: Credential | ErrorData): void {
  if ('token' in answer) resolve(answer);
  else reject(revived(answer));
}
