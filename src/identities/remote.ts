import { numberOf, shareOf, usesOf } from '../model/dealing.ts';
import { IdentityError } from '../model/errors.ts';
import type { Credential, IdentityPool, Use } from '../model/identity.ts';
import { factsOf } from './claims.ts';
import { demand, LAST_MOMENT, type Pool, type PoolTools, present } from './pool.ts';

/** A token that somebody else made. */
export interface Grant {
  readonly token: string;
  /** Milliseconds since the epoch; the `exp` claim of a JWT when left out; never when there is none. */
  readonly expiresAt?: number;
}

/** Gets a token for the identity of this number in the pool, from 0; rejects with an `IdentityError`. */
export type Obtain = (number: number) => Promise<Grant>;

type Settings = Extract<IdentityPool, { kind: 'client-credentials' | 'command' }>;

interface Slot {
  readonly credential: Credential;
  readonly renewAt: number;
  readonly expiresAt: number;
}

const AT_ONCE = 8;
const RETRY_AFTER = 2000;

/** Identities whose tokens come from elsewhere: kept, renewed before they expire, never asked for twice at once. */
export class RemotePool implements Pool {
  readonly #name: string;
  readonly #settings: Settings;
  readonly #uses: readonly Use[];
  readonly #obtain: Obtain;
  readonly #tools: PoolTools;
  readonly #slots = new Map<number, Slot>();
  readonly #renewals = new Map<number, Promise<Credential>>();
  readonly #failedAt = new Map<number, number>();

  constructor(name: string, settings: Settings, obtain: Obtain, tools: PoolTools) {
    this.#name = name;
    this.#settings = settings;
    this.#uses = usesOf(settings.use);
    this.#obtain = obtain;
    this.#tools = tools;
  }

  size(use: Use): number {
    return shareOf(this.#uses, use, this.#settings.count);
  }

  async credential(use: Use, index: number, fresh: boolean): Promise<Credential> {
    demand(this.#name, this.size(use), use, index);
    const number = numberOf(this.#uses, use, index);
    const slot = this.#slots.get(number);
    const now = this.#tools.wallClock();
    if (slot && !fresh && now < slot.renewAt) return slot.credential;
    try {
      return await this.#renew(number);
    } catch (error) {
      if (slot && !fresh && now < slot.expiresAt - LAST_MOMENT) return slot.credential;
      throw error;
    }
  }

  ready(use: Use, index: number): Credential | undefined {
    if (index >= this.size(use)) return undefined;
    const number = numberOf(this.#uses, use, index);
    const slot = this.#slots.get(number);
    if (!slot) return undefined;
    const now = this.#tools.wallClock();
    if (now < slot.renewAt) return slot.credential;
    this.#renewBehind(number, now);
    return now < slot.expiresAt - LAST_MOMENT ? slot.credential : undefined;
  }

  async warm(): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < this.#settings.count) await this.#renew(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  #renew(number: number): Promise<Credential> {
    const underWay = this.#renewals.get(number);
    if (underWay) return underWay;
    const renewal = this.#fetch(number).finally(() => this.#renewals.delete(number));
    this.#renewals.set(number, renewal);
    return renewal;
  }

  /** Renews while the present token still serves; a failure is told only once no token is left. */
  #renewBehind(number: number, now: number): void {
    if (now - (this.#failedAt.get(number) ?? Number.NEGATIVE_INFINITY) < RETRY_AFTER) return;
    this.#renew(number).catch(() => this.#failedAt.set(number, this.#tools.wallClock()));
  }

  async #fetch(number: number): Promise<Credential> {
    const asked = this.#tools.wallClock();
    const grant = await this.#obtain(number);
    this.#tools.secret(grant.token, `${this.#name}-${number + 1}`);
    const facts = factsOf(grant.token);
    const expiresAt = grant.expiresAt ?? facts.expiresAt ?? Number.POSITIVE_INFINITY;
    if (expiresAt <= asked)
      throw new IdentityError(
        this.#name,
        `was given a token that expired at ${new Date(expiresAt).toISOString()}`,
      );
    const left = expiresAt - asked;
    const renewAt = asked + Math.max(left - this.#settings.refresh, left / 2);
    const credential = present(
      this.#name,
      this.#settings,
      facts.subject ?? `${this.#name}-${number + 1}`,
      grant.token,
      Number.isFinite(expiresAt) ? { refreshAt: renewAt, goodUntil: expiresAt - LAST_MOMENT } : {},
    );
    this.#slots.set(number, { credential, expiresAt, renewAt });
    return credential;
  }
}
