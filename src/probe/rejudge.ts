import type { Check } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { FindingReport } from '../model/report.ts';
import { findingOf } from './finding.ts';
import { judge } from './observe.ts';
import { type CheckRun, contextOf } from './prober.ts';
import { surveyOf } from './surveys.ts';

export interface StoredChecks
  extends Pick<CheckRun, 'checks' | 'target' | 'policy' | 'endpoints' | 'sourceAddresses' | 'settings'> {
  readonly exchanges: readonly Exchange[];
  /** Findings of the run: those that no judge made (not run, not applicable, error) are kept as they are. */
  readonly previous: readonly FindingReport[];
  /** Wall clock of the run, so that accepted risks expire as they did then. */
  readonly now: number;
}

/** Judges stored exchanges again, without the target: the same answer as in the run, unless a check has changed since. */
export function rejudge(stored: StoredChecks): FindingReport[] {
  const bySurvey = Map.groupBy(stored.exchanges, ({ check }) => check);
  return stored.previous.map((finding) => {
    const check = stored.checks.find(({ id }) => id === finding.id);
    const exchanges = check === undefined ? [] : (bySurvey.get(surveyOf(check)) ?? []);
    const judged =
      judgedBefore(finding) &&
      exchanges.length > 0 &&
      !exchanges.some(({ facts }) => facts?.['unfinished'] === true);
    return check === undefined || !judged ? finding : again(check, exchanges, stored);
  });
}

/** A check that did not apply or was not run has no exchanges of its own, though others of its survey may have. */
function judgedBefore({ outcome }: FindingReport): boolean {
  return outcome !== 'not_applicable' && outcome !== 'not_run';
}

function again(check: Check, exchanges: readonly Exchange[], stored: StoredChecks): FindingReport {
  const judgement = judge(check, exchanges, contextOf(check, stored));
  const ids = judgement.exchanges ?? exchanges.map(({ id }) => id);
  return findingOf(check, { ...judgement, exchanges: ids }, stored.settings, stored.now);
}
