import { IdentityError } from '../model/errors.ts';
import type { Credential, IdentityPool, Use } from '../model/identity.ts';

/** One pool of the plan, at work. */
export interface Pool {
  size(use: Use): number;
  credential(use: Use, index: number, fresh: boolean): Promise<Credential>;
  /** Without waiting; undefined when none is good at this moment. */
  ready(use: Use, index: number): Credential | undefined;
  /** Gets what can be had in advance, so that a mistake shows before the first request. */
  warm(): Promise<void>;
}

/** What every pool is given. */
export interface PoolTools {
  /** Wall clock in ms since the epoch: tokens expire by it. */
  readonly wallClock: () => number;
  readonly uuid: () => string;
  /** Registers a secret, so that it never reaches a disk, a terminal or a report. */
  readonly secret: (value: string, name: string) => void;
}

/** How long a credential serves. */
export type Validity = Pick<Credential, 'refreshAt' | 'goodUntil'>;

/** A token that has less than this left, in ms, may expire on its way to the target. */
export const LAST_MOMENT = 1000;

/** The pool's credential around a token: its headers, class and tenant. */
export function present(
  name: string,
  pool: IdentityPool,
  subject: string,
  token: string,
  validity: Validity = {},
): Credential {
  const value = pool.scheme === '' ? token : `${pool.scheme} ${token}`;
  if (!/^[\x20-\x7e]*$/.test(value))
    throw new IdentityError(
      name,
      'the token holds a line break or another character that no header can carry',
    );
  return {
    pool: name,
    class: pool.class,
    subject,
    ...(pool.tenant === undefined ? {} : { tenant: pool.tenant }),
    token,
    headers: token === '' ? [] : [[pool.header, value]],
    ...validity,
  };
}

/** Refuses an identity that the pool does not have. */
export function demand(name: string, size: number, use: Use, index: number): void {
  if (Number.isInteger(index) && index >= 0 && index < size) return;
  const has = size === 0 ? 'has no identity' : `has ${size} ${size === 1 ? 'identity' : 'identities'}`;
  const hint = size === 0 ? ': it serves another use' : '';
  throw new IdentityError(name, `${has} for ${use}, number ${index + 1} was asked for${hint}`);
}
