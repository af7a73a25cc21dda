import { IdentityError } from '../model/errors.ts';
import type { Credential, Identities } from '../model/identity.ts';
import type { Arm } from '../model/sample.ts';

/** First number of the subjects that exhausting checks use, in pools without an end. */
const EXHAUSTING = 1000;
/** Both arms may count in one store, so each has subjects of its own. */
const FIRST: Readonly<Record<Arm, number>> = { canary: 0, baseline: 100_000 };

/**
 * Hands out the subjects that checks act as. A check that uses up a limit gets subjects that nobody else has;
 * the others share a small pool of given tokens, but never twice within one check.
 */
export class Subjects {
  readonly #identities: Identities;
  readonly #arm: Arm;
  readonly #next = new Map<string, number>();
  readonly #indexes = new Map<string, number>();

  constructor(identities: Identities, arm: Arm = 'canary') {
    this.#identities = identities;
    this.#arm = arm;
  }

  /** The next subject for a check. Throws `IdentityError` when the pool has no more. */
  async take(pool: string, check: { id: string; exhausting: boolean }): Promise<Credential> {
    const index = this.#index(pool, check);
    const credential = await this.#identities.credential(pool, 'check', index);
    this.#indexes.set(`${pool} ${credential.subject}`, index);
    return credential;
  }

  /** A new token of the same subject. */
  fresh({ pool, subject }: Credential): Promise<Credential> {
    const index = this.#indexes.get(`${pool} ${subject}`);
    if (index === undefined) throw new IdentityError(pool, `"${subject}" is no subject of a check`);
    return this.#identities.credential(pool, 'check', index, { fresh: true });
  }

  #index(pool: string, { id, exhausting }: { id: string; exhausting: boolean }): number {
    const size = this.#identities.size(pool, 'check');
    const endless = size === Number.POSITIVE_INFINITY;
    // Shared pools are counted per check, the others across all of them.
    const counter = exhausting ? `${pool} !` : endless ? pool : `${pool} ${id}`;
    const taken = this.#next.get(counter) ?? 0;
    if (taken >= size)
      throw new IdentityError(
        pool,
        size === 0
          ? 'it has no identities for checks; give it `use: [load, check]` and two or more of them'
          : `its ${size} identities for checks are used up; declare more of them`,
      );
    this.#next.set(counter, taken + 1);
    if (endless) return FIRST[this.#arm] + (exhausting ? EXHAUSTING : 0) + taken;
    return exhausting ? size - 1 - taken : taken;
  }
}
