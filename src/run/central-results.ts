import { timingOf } from '../gates/at-most.ts';
import type { BoundGate } from '../gates/bind.ts';
import type { GateResult } from '../model/gate.ts';
import type { Timing } from '../model/window.ts';

interface Edges {
  readonly lower: GateResult;
  readonly upper: GateResult;
}

/** What holds of a gate wherever between their edges the values are; its interval spans both. */
export function between(middle: GateResult, { lower, upper }: Edges, spread: number): GateResult {
  const isSame = lower.bad === upper.bad && lower.observed === upper.observed;
  if (spread === 1 || (isSame && lower.state === upper.state)) return middle;
  const note = `values are known to ±${percentOf(Math.sqrt(spread) - 1)}, the half of a histogram's bucket`;
  const interval = [lower.interval?.[0] ?? null, upper.interval?.[1] ?? null] as const;
  const common = {
    ...middle,
    interval:
      lower.interval === null && upper.interval === null ? null : ([...interval] as GateResult['interval']),
    notes: [...middle.notes, note],
  };
  if (lower.state === upper.state) return { ...common, state: lower.state };
  return {
    ...common,
    state: 'inconclusive',
    message: `${middle.message}; at the lower edges of the histogram's buckets it would be "${lower.state}", at the upper ones "${upper.state}"`,
  };
}

/** The timing that a gate is about and nobody measured; what has none would count as a failure. */
export function unmeasuredOf({ requirement }: BoundGate, timings: readonly Timing[]): Timing | undefined {
  const timing = timingOf(requirement);
  return timing === undefined || timings.includes(timing) ? undefined : timing;
}

export function notMeasured(result: GateResult, timing: Timing): GateResult {
  return {
    ...result,
    state: 'no_data',
    observed: null,
    interval: null,
    n: 0,
    bad: 0,
    nEffective: 0,
    needed: null,
    message: `${timing} was not measured: these results do not tell of it`,
  };
}

function percentOf(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
