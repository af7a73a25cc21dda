import { IdentityError } from '../model/errors.ts';
import type { Credential, IdentityPool, Use } from '../model/identity.ts';
import { factsOf } from './claims.ts';
import { demand, type Pool, type PoolTools, present } from './pool.ts';

/** A token that somebody else made. */
export interface Grant {
  readonly token: string;
  /** Milliseconds since the epoch; the `exp` claim of a JWT when left out; never when there is none. */
  readonly expiresAt?: number;
}

/** Gets a token for the identity of this number; rejects with an `IdentityError`. */
export type Obtain = (index: number) => Promise<Grant>;

type Settings = Extract<IdentityPool, { kind: 'client-credentials' | 'command' }>;

interface Slot {
  readonly credential: Credential;
  readonly renewAt: number;
  readonly expiresAt: number;
}

const AT_ONCE = 8;
const RETRY_AFTER = 2000;
/** A token that has less than this left may expire on its way to the target. */
const LAST_MOMENT = 1000;

/** Identities whose tokens come from elsewhere: kept, renewed before they expire, never asked for twice at once. */
export class RemotePool implements Pool {
  readonly #name: string;
  readonly #settings: Settings;
  readonly #obtain: Obtain;
  readonly #tools: PoolTools;
  readonly #slots = new Map<number, Slot>();
  readonly #renewals = new Map<number, Promise<Credential>>();
  readonly #failedAt = new Map<number, number>();

  constructor(name: string, settings: Settings, obtain: Obtain, tools: PoolTools) {
    this.#name = name;
    this.#settings = settings;
    this.#obtain = obtain;
    this.#tools = tools;
  }

  size(use: Use): number {
    return use === this.#settings.use ? this.#settings.count : 0;
  }

  async credential(use: Use, index: number, fresh: boolean): Promise<Credential> {
    demand(this.#name, this.size(use), use, index);
    const slot = this.#slots.get(index);
    const now = this.#tools.wallClock();
    if (slot && !fresh && now < slot.renewAt) return slot.credential;
    try {
      return await this.#renew(index);
    } catch (error) {
      if (slot && !fresh && now < slot.expiresAt - LAST_MOMENT) return slot.credential;
      throw error;
    }
  }

  ready(use: Use, index: number): Credential | undefined {
    const slot = this.#slots.get(index);
    if (!slot || use !== this.#settings.use) return undefined;
    const now = this.#tools.wallClock();
    if (now < slot.renewAt) return slot.credential;
    this.#renewBehind(index, now);
    return now < slot.expiresAt - LAST_MOMENT ? slot.credential : undefined;
  }

  async warm(): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < this.#settings.count) await this.#renew(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  #renew(index: number): Promise<Credential> {
    const underWay = this.#renewals.get(index);
    if (underWay) return underWay;
    const renewal = this.#fetch(index).finally(() => this.#renewals.delete(index));
    this.#renewals.set(index, renewal);
    return renewal;
  }

  /** Renews while the present token still serves; a failure is told only once no token is left. */
  #renewBehind(index: number, now: number): void {
    if (now - (this.#failedAt.get(index) ?? Number.NEGATIVE_INFINITY) < RETRY_AFTER) return;
    this.#renew(index).catch(() => this.#failedAt.set(index, this.#tools.wallClock()));
  }

  async #fetch(index: number): Promise<Credential> {
    const asked = this.#tools.wallClock();
    const grant = await this.#obtain(index);
    this.#tools.secret(grant.token, `${this.#name}-${index + 1}`);
    const facts = factsOf(grant.token);
    const expiresAt = grant.expiresAt ?? facts.expiresAt ?? Number.POSITIVE_INFINITY;
    if (expiresAt <= asked)
      throw new IdentityError(
        this.#name,
        `was given a token that expired at ${new Date(expiresAt).toISOString()}`,
      );
    const left = expiresAt - asked;
    const credential = present(
      this.#name,
      this.#settings,
      facts.subject ?? `${this.#name}-${index + 1}`,
      grant.token,
    );
    const renewAt = asked + Math.max(left - this.#settings.refresh, left / 2);
    this.#slots.set(index, { credential, expiresAt, renewAt });
    return credential;
  }
}
