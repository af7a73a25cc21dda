import type { Profile } from '../model/check.ts';
import type { Severity } from '../model/finding.ts';

/** Five minutes: enough for limits by the minute, twice. */
export const MAX_WAIT = 300_000;

/** The `checks` part of a plan, as plain data. */
export interface CheckSettings {
  /** `standard` when left out. */
  readonly profile?: Profile;
  /** Longest that a check may wait, in ms; `MAX_WAIT` when left out. */
  readonly maxWait?: number;
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[];
  readonly required?: readonly string[];
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly accept?: readonly Acceptance[];
  /** The last one that means a check counts. */
  readonly severity?: readonly SeverityGiven[];
}

/** Another severity than the check's own, with the reason that somebody gives. */
export interface SeverityGiven {
  readonly check: string;
  readonly severity: Severity;
  readonly reason: string;
}

/** A risk that somebody accepted until the end of a day. */
export interface Acceptance {
  readonly check: string;
  readonly reason: string;
  readonly until: string;
}
