export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CHECK_OUTCOMES = ['pass', 'fail', 'inconclusive', 'not_applicable', 'not_run', 'error'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

/** What a pure `judge` says. */
export interface Judgement {
  readonly outcome: CheckOutcome;
  /** One sentence for people: what was seen. Text of the target is quoted with `quote()` from the probe helpers. */
  readonly message: string;
  /** Lower or raise the check's severity for this case (credentialed grant, version banner ...). */
  readonly severity?: Severity;
  /** The rows of the catalogue that failed; all of the check's when left out. */
  readonly cases?: readonly string[];
  /** Ids of the exchanges that show it. */
  readonly exchanges?: readonly string[];
}

/** A check's result as the report shows it. */
export interface Finding extends Judgement {
  readonly id: string;
  /** Rows of the check catalogue, e.g. `CORS-O01`: those that failed, or all that the check looks at. */
  readonly cases: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly kind: CheckKind;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly exchanges: readonly string[];
  /** An accepted risk: shown, never silent, does not block until it expires. */
  readonly accepted?: { readonly reason: string; readonly until: string };
  /** The plan gave it another severity than its own, and says why. */
  readonly severityGiven?: { readonly from: Severity; readonly reason: string };
  /** The baseline shows it too: no reason to roll back. */
  readonly preExisting?: true;
}

/** `spec` violates a MUST; `exploit` gives an attacker something; `policy` breaks what the plan declares. */
export type CheckKind = 'spec' | 'exploit' | 'policy';

/** True where `severity` is at or above `floor`. */
export function atLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}
