import { atLeast, SEVERITIES } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { plural } from './units.ts';

export type Found = Report['checks'][number];

/** A report's checks in the order in which people want to read them. */
export interface Sorted {
  /** Failed and not accepted, worst first. */
  readonly failed: readonly Found[];
  /** `error` and `inconclusive`, worst first. */
  readonly unfinished: readonly Found[];
  /** Failed, and the plan accepts it until a day. */
  readonly accepted: readonly Found[];
  /** The plan accepts a failure that there is none of. */
  readonly acceptedForNothing: readonly Found[];
  readonly notRun: readonly Found[];
  readonly passed: readonly Found[];
  readonly notApplicable: readonly Found[];
}

/** Sorts checks by what they ask of the reader. */
export function sortFindings(checks: readonly Found[]): Sorted {
  const worst = [...checks].sort(bySeverity);
  const ended = (...outcomes: readonly string[]) => worst.filter((check) => outcomes.includes(check.outcome));
  return {
    failed: ended('fail').filter((check) => !check.accepted),
    unfinished: ended('error', 'inconclusive'),
    accepted: ended('fail').filter((check) => check.accepted),
    acceptedForNothing: ended('pass').filter((check) => check.accepted),
    notRun: ended('not_run'),
    passed: ended('pass'),
    notApplicable: ended('not_applicable'),
  };
}

/** True when this failed check alone keeps the verdict from PASS. */
export function blocks(check: Found, report: Pick<Report, 'plan'>): boolean {
  return (
    check.outcome === 'fail' && !check.accepted && atLeast(check.severity, report.plan.blocking ?? 'medium')
  );
}

const DAY = 86_400_000;

/** What else a reader must know of a finding before acting on it, as parts of sentences. */
export function provisos(check: Found, { run }: Pick<Report, 'run'>): string[] {
  const { accepted, preExisting, severityGiven, severity } = check;
  const said = [
    preExisting && 'the baseline shows it too',
    severityGiven &&
      `the plan makes it ${severity} instead of ${severityGiven.from}: ${severityGiven.reason}`,
    accepted &&
      `accepted until ${accepted.until} (${daysLeft(accepted.until, run.startedAt)}): ${accepted.reason}`,
  ];
  return said.filter((text) => typeof text === 'string');
}

/** Whole days from a moment (ISO) to the end of a day, in UTC. */
function daysLeft(day: string, from: string): string {
  const days = Math.floor((Date.parse(`${day}T00:00:00Z`) + DAY - 1 - Date.parse(from)) / DAY);
  return days === 0 ? 'its last day' : days > 0 ? `${plural(days, 'day')} left` : 'expired';
}

/** Number of checks per family, in the order of their first appearance: `cors 12`. */
export function perFamily(checks: readonly Found[]): readonly (readonly [family: string, count: number])[] {
  return [...Map.groupBy(checks, (check) => check.id.split('/')[0] as string)].map(([family, members]) => [
    family,
    members.length,
  ]);
}

/** Checks that say the same, told once. */
export function byMessage(checks: readonly Found[]): readonly (readonly [message: string, ids: string[]])[] {
  return [...Map.groupBy(checks, (check) => check.message)].map(([message, members]) => [
    message,
    members.map((check) => check.id),
  ]);
}

function bySeverity(a: Found, b: Found): number {
  return SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
}
