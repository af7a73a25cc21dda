import type { BoundGate } from '../gates/requirement.ts';
import type { GateResult } from '../model/gate.ts';
import type { Reason } from '../model/report.ts';

/** Where gates ended when part of the load is missing: too little of what would have grown with it is no violation. */
export function withGaps(
  results: readonly GateResult[],
  gates: readonly BoundGate[],
  gaps: readonly Reason[] = [],
): readonly GateResult[] {
  if (gaps.length === 0) return results;
  return results.map((result, index) =>
    growsWithTheLoad(gates[index] as BoundGate) ? undecided(result) : result,
  );
}

function growsWithTheLoad({ requirement, kind }: BoundGate): boolean {
  if (requirement.kind === 'throughput') return true;
  const { comparator } = requirement.kind === 'count' ? requirement : { comparator: undefined };
  return kind === 'gate' && comparator !== undefined && ['>', '>=', '=='].includes(comparator);
}

function undecided(result: GateResult): GateResult {
  if (result.state !== 'fail') return result;
  return {
    ...result,
    state: 'inconclusive',
    message: `${result.message}; part of the load is missing`,
  };
}
