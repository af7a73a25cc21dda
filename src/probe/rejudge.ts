import type { Check } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { FindingReport } from '../model/report.ts';
import type { Arm } from '../model/sample.ts';
import type { Target } from '../model/target.ts';
import { findingOf } from './finding.ts';
import { judge } from './observe.ts';
import { withPreExisting } from './pre-existing.ts';
import { type CheckRun, contextOf } from './prober.ts';
import { surveyOf } from './surveys.ts';

export interface StoredChecks
  extends Pick<CheckRun, 'checks' | 'target' | 'policy' | 'endpoints' | 'sourceAddresses' | 'settings'> {
  /** Of both arms. */
  readonly exchanges: readonly Exchange[];
  readonly baseline?: Target | undefined;
  /** Findings of the run: those that no judge made (not run, not applicable, error) are kept as they are. */
  readonly previous: readonly FindingReport[];
  /** Wall clock of the run, so that accepted risks expire as they did then. */
  readonly now: number;
}

/** Judges stored exchanges again, without the target: the same answer as in the run, unless a check has changed since. */
export function rejudge(stored: StoredChecks): FindingReport[] {
  const canary = stored.previous.map((finding) => againIn('canary', finding, stored) ?? finding);
  const { baseline } = stored;
  if (baseline === undefined) return canary;
  const before = canary.flatMap(
    (finding) => againIn('baseline', finding, { ...stored, target: baseline }) ?? [],
  );
  return withPreExisting(canary, before);
}

/** Undefined where nothing was judged in the run. */
function againIn(arm: Arm, finding: FindingReport, stored: StoredChecks): FindingReport | undefined {
  const check = stored.checks.find(({ id }) => id === finding.id);
  if (check === undefined || !judgedBefore(finding)) return undefined;
  const exchanges = stored.exchanges.filter(
    (exchange) => exchange.arm === arm && exchange.check === surveyOf(check),
  );
  const unfinished = exchanges.some(({ facts }) => facts?.['unfinished'] === true);
  return exchanges.length === 0 || unfinished ? undefined : again(check, exchanges, stored);
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
