import type { Credential } from '../../model/identity.ts';
import type { User } from './user.ts';

/** Ends an iteration whose scenario was cut; no fault of the script. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export interface Turn {
  readonly user: User;
  readonly iteration: number;
  readonly intended: number;
  readonly row: Readonly<Record<string, string>>;
  /** The identity of this iteration, when the scenario names a pool. */
  readonly credential: Credential | undefined;
  /** The number of the identity by pool. */
  readonly indexOf: (pool: string) => number;
}
