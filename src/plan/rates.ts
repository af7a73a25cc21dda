import type { Scenario, WeightedRequest } from '../model/scenario.ts';

/** Highest rate of an open-loop scenario in iterations per second; `undefined` for closed loops. */
export function peakRate(spec: Scenario): number | undefined {
  if (spec.executor === 'constant-arrival-rate') return (spec.rate / spec.timeUnit) * 1000;
  if (spec.executor !== 'ramping-arrival-rate') return undefined;
  const targets = [spec.startRate, ...spec.stages.map(({ target }) => target)];
  return (Math.max(...targets) / spec.timeUnit) * 1000;
}

/** Iterations that a scenario starts when nothing stops it; `undefined` for those bounded by time alone. */
export function plannedIterations(spec: Scenario): number | undefined {
  switch (spec.executor) {
    case 'constant-arrival-rate':
      return Math.floor((spec.rate * spec.duration) / spec.timeUnit + 1e-9);
    case 'ramping-arrival-rate':
      return Math.floor(rampedArea(spec.startRate, spec.stages) / spec.timeUnit + 1e-9);
    case 'shared-iterations':
      return spec.iterations;
    case 'per-vu-iterations':
      return spec.vus * spec.iterations;
    default:
      return undefined;
  }
}

/** Iterations per second that an open-loop scenario asks for, on the average; null for closed loops. */
export function plannedRate(spec: Scenario): number | null {
  if (peakRate(spec) === undefined) return null;
  return ((plannedIterations(spec) ?? 0) / plannedDuration(spec)) * 1000;
}

/** Milliseconds that a scenario takes at most, graceful stop aside. */
export function plannedDuration(spec: Scenario): number {
  if ('stages' in spec) return spec.stages.reduce((total, { duration }) => total + duration, 0);
  return 'duration' in spec ? spec.duration : spec.maxDuration;
}

export interface RequestShare {
  readonly endpoint: string;
  readonly identity?: string | undefined;
  /** Share of the iterations, 0 to 1. */
  readonly share: number;
}

/** The static requests of a scenario, each with its share of the iterations. */
export function requestShares(requests: readonly WeightedRequest[]): RequestShare[] {
  const weighted = requests.map((request) =>
    typeof request === 'string' ? { endpoint: request, weight: 1, identity: undefined } : request,
  );
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  return weighted.map(({ endpoint, identity, weight }) => ({ endpoint, identity, share: weight / total }));
}

/** Area under straight ramps from `start` through the stages: rate x milliseconds. */
function rampedArea(start: number, stages: readonly { target: number; duration: number }[]): number {
  let from = start;
  let area = 0;
  for (const { target, duration } of stages) {
    area += ((from + target) / 2) * duration;
    from = target;
  }
  return area;
}
