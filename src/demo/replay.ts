import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from './auth.ts';
import type { DefectId } from './defects.ts';

/** Milliseconds between look-up and note of the check-then-act defect. */
const RACE = 25;
/** What the defect of the leeway takes off, in ms. */
const TOLERANCE = 10_000;

type Token = Pick<Caller, 'issuer' | 'jti' | 'token' | 'goodUntil'>;

/** Where a token was presented. */
export interface Place {
  readonly route: string;
  readonly socket: Socket;
}

/** One-time use of tokens: remembers each `jti` until its token could no longer be accepted anyway. */
export class JtiStore {
  /** When each may be forgotten, in ms since the epoch. */
  readonly #seen = new Map<string, number>();
  readonly #connections = new WeakMap<Socket, number>();
  readonly #defects: ReadonlySet<DefectId>;
  #count = 0;

  constructor(defects: ReadonlySet<DefectId>) {
    this.#defects = defects;
  }

  /** True the first time; `goodUntil` is in seconds since the epoch, tolerance included. */
  async use(token: Token, place: Place): Promise<boolean> {
    if (this.#defects.has('replay-accepted')) return true;
    if (this.#defects.has('replay-empty-jti') && token.jti === '') return true;
    const key = this.#key(token, place);
    if ((this.#seen.get(key) ?? 0) > Date.now()) return false;
    if (this.#defects.has('replay-race')) await sleep(RACE);
    this.#note(key, token);
    return true;
  }

  /** Uses a token up without a look at it. */
  burn(token: Token, place: Place): void {
    this.#note(this.#key(token, place), token);
  }

  #note(key: string, { goodUntil }: Token): void {
    const until = goodUntil * 1000 - (this.#defects.has('replay-leeway-forgotten') ? TOLERANCE : 0);
    this.#seen.set(key, until);
    this.#forget();
  }

  #key({ issuer, jti, token }: Token, { route, socket }: Place): string {
    const key = `${issuer}\n${jti}`;
    const has = (id: DefectId) => this.#defects.has(id);
    if (has('replay-by-token-text')) return token;
    if (has('replay-by-signature')) return token.slice(token.lastIndexOf('.'));
    if (has('replay-by-endpoint')) return `${route}\n${key}`;
    if (has('replay-by-connection')) return `${this.#connection(socket)}\n${key}`;
    if (has('replay-issuer-ignored')) return jti;
    return has('replay-case-folded') ? key.toLowerCase() : key;
  }

  #connection(socket: Socket): number {
    const number = this.#connections.get(socket) ?? ++this.#count;
    this.#connections.set(socket, number);
    return number;
  }

  /** Insertion order is close enough to order of expiry: look at the oldest few each time. */
  #forget(): void {
    const now = Date.now();
    let looked = 0;
    for (const [key, goodUntil] of this.#seen) {
      if (++looked > 4) return;
      if (goodUntil < now) this.#seen.delete(key);
    }
  }
}
