import { setTimeout as sleep } from 'node:timers/promises';
import type { DefectId } from './defects.ts';

/** Milliseconds between look-up and note of the check-then-act defect. */
const RACE = 25;

/** One-time use of tokens: remembers each `jti` until its token could no longer be accepted anyway. */
export class JtiStore {
  readonly #seen = new Map<string, number>();
  readonly #defects: ReadonlySet<DefectId>;

  constructor(defects: ReadonlySet<DefectId>) {
    this.#defects = defects;
  }

  /** True the first time; `goodUntil` is in ms since the epoch, tolerance included. */
  async use(issuer: string, jti: string, token: string, goodUntil: number): Promise<boolean> {
    if (this.#defects.has('replay-accepted')) return true;
    const key = this.#defects.has('replay-by-token-text') ? token : `${issuer}\n${jti}`;
    if (this.#seen.has(key)) return false;
    if (this.#defects.has('replay-race')) await sleep(RACE);
    this.#seen.set(key, goodUntil);
    this.#forget();
    return true;
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
