import type { Profile } from '../model/check.ts';

/** The `checks` part of a plan, as plain data. */
export interface CheckSettings {
  /** `standard` when left out. */
  readonly profile?: Profile;
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[];
  readonly required?: readonly string[];
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly accept?: readonly Acceptance[];
}

/** A risk that somebody accepted until the end of a day. */
export interface Acceptance {
  readonly check: string;
  readonly reason: string;
  readonly until: string;
}
