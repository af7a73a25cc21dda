import type { CookieJar } from 'tough-cookie';
import { seeded } from '../requests/random.ts';

/** A virtual user: what it keeps from one iteration to the next. */
export interface User {
  /** From 1. */
  readonly id: number;
  /** Uniform in [0, 1), repeatable by the run's seed. */
  readonly random: () => number;
  /** Undefined while it has no cookies. */
  jar: CookieJar | undefined;
  /** Iterations that it has begun: the number of the next, from 0. */
  turns: number;
  /** The identities of its latest iteration, by pool; cookies do not outlive a change. */
  identities: ReadonlyMap<string, number>;
  /** Hears that its iteration is over, and whether it got to its end. */
  readonly finish: (ended: boolean) => void;
}

export function newUser(
  id: number,
  { seed, scenario }: { readonly seed: number; readonly scenario: string },
  finish: (user: User, ended: boolean) => void = () => {},
): User {
  const user: User = {
    id,
    random: seeded(seed, scenario, id),
    jar: undefined,
    turns: 0,
    identities: new Map(),
    finish: (ended) => finish(user, ended),
  };
  return user;
}
