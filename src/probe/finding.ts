import type { Check } from '../model/check.ts';
import type { Judgement } from '../model/finding.ts';
import type { FindingReport } from '../model/report.ts';
import { matchesCheck } from './select.ts';
import type { Acceptance, CheckSettings } from './settings.ts';

const DAY = 86_400_000;
const WARNING_DAYS = 14;
const MOST_EXCHANGES = 20;

/** A judgement with what the report says of its check; `now` is the wall clock, for accepted risks. */
export function findingOf(
  check: Check,
  judgement: Judgement,
  settings: CheckSettings,
  now: number,
): FindingReport {
  const finding: FindingReport = {
    id: check.id,
    cases: [...(judgement.cases ?? check.cases)],
    title: check.title,
    outcome: judgement.outcome,
    ...severityOf(check, judgement, settings),
    kind: check.kind,
    message: judgement.message,
    remedy: check.remedy,
    references: [...check.references],
    exchanges: (judgement.exchanges ?? []).slice(0, MOST_EXCHANGES),
    required: (settings.required ?? []).some((pattern) => matchesCheck(pattern, check.id)),
  };
  return finding.outcome === 'fail' ? withAcceptance(finding, settings.accept ?? [], now) : finding;
}

function severityOf(
  { id, severity }: Check,
  judgement: Judgement,
  settings: CheckSettings,
): Pick<FindingReport, 'severity' | 'severityGiven'> {
  const own = judgement.severity ?? severity;
  const given = settings.severity?.findLast(({ check }) => matchesCheck(check, id));
  if (given === undefined || given.severity === own) return { severity: own };
  return { severity: given.severity, severityGiven: { from: own, reason: given.reason } };
}

function withAcceptance(finding: FindingReport, accepted: readonly Acceptance[], now: number): FindingReport {
  const matching = accepted.filter(({ check }) => matchesCheck(check, finding.id));
  const [longest] = matching.toSorted((a, b) => b.until.localeCompare(a.until));
  if (longest === undefined) return finding;
  const left = endOf(longest.until) - now;
  const { reason, until } = longest;
  if (left < 0)
    return { ...finding, message: `${finding.message} (It was accepted until ${until}; that has expired.)` };
  const days = Math.floor(left / DAY);
  const soon =
    days < WARNING_DAYS ? ` (Accepted until ${until}: ${days} ${days === 1 ? 'day' : 'days'} left.)` : '';
  return { ...finding, message: finding.message + soon, accepted: { reason, until } };
}

/** The last moment of a day, in UTC. */
export function endOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + DAY - 1;
}
