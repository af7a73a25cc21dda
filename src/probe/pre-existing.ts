import type { FindingReport } from '../model/report.ts';

/** Marks the failures of the canary that the baseline shows too: each row of the catalogue that failed there failed here. */
export function withPreExisting(
  canary: readonly FindingReport[],
  baseline: readonly FindingReport[],
): FindingReport[] {
  const before = new Map(baseline.filter(isFailure).map(({ id, cases }) => [id, cases]));
  return canary.map((finding) => {
    const known = before.get(finding.id);
    const told =
      isFailure(finding) && known !== undefined && finding.cases.every((row) => known.includes(row));
    return told ? { ...finding, preExisting: true } : finding;
  });
}

/** What the baseline is asked as well. */
export function isFailure({ outcome }: Pick<FindingReport, 'outcome'>): boolean {
  return outcome === 'fail';
}
