import type { Check } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { FindingReport } from '../model/report.ts';
import type { LoadedPlan } from '../plan/load.ts';
import { isFailure, withPreExisting } from '../probe/pre-existing.ts';
import { type CheckRun, runChecks } from '../probe/prober.ts';

export interface Compared {
  /** Of the canary; those that the baseline shows too are marked. */
  readonly findings: readonly FindingReport[];
  /** Of the baseline. */
  readonly exchanges: readonly Exchange[];
  readonly sent: number;
}

/** Asks the baseline, where there is one, only what the canary failed: what both show is no reason to roll back. */
export async function compareWithBaseline(
  { onResult: _, ...run }: CheckRun,
  findings: readonly FindingReport[],
  { plan, proxies }: LoadedPlan,
): Promise<Compared> {
  const target = plan.targets.baseline;
  const failed = new Set(findings.filter(isFailure).map(({ id }) => id));
  const checks = run.checks.filter(({ id }: Check) => failed.has(id));
  if (target === undefined || checks.length === 0) return { findings, exchanges: [], sent: 0 };
  const results = await runChecks({ ...run, checks, target, proxy: proxies.baseline, arm: 'baseline' });
  const { exchanges, sent } = results;
  return { findings: withPreExisting(findings, results.findings), exchanges, sent };
}
