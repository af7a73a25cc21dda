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

/** `spec` violates a MUST; `exploit` gives an attacker something; `policy` breaks what the plan declares. */
export type CheckKind = 'spec' | 'exploit' | 'policy';

/** True where `severity` is at or above `floor`. */
export function atLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}
