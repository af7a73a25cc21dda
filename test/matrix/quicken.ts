import type { LoadScenario } from '../../src/model/engine.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import type { LoadedPlan } from '../../src/plan/load.ts';

/** As long as an e-process wants to see, and a little. */
const DURATION = 14_000;
const MOST_PER_SECOND = 40;
const MOST_ITERATIONS = 400;

/** True where only requests can show that the gate is violated; signals need none. */
export function needsLoad({ gates }: LoadedPlan, id: string): boolean {
  const gate = gates.find((candidate) => candidate.id === id);
  return gate !== undefined && gate.requirement.kind !== 'signal';
}

export function withoutLoad(loaded: LoadedPlan): LoadedPlan {
  return { ...loaded, scenarios: [] };
}

/** The same load in less time and at a lower rate: enough to prove a violation, never enough for a pass. */
export function quickened(loaded: LoadedPlan): LoadedPlan {
  const loads = loaded.scenarios.filter(({ spec }) => spec.kind === 'load');
  return {
    ...loaded,
    scenarios: loads.map((scenario): LoadScenario => ({ ...scenario, spec: quick(scenario.spec) })),
  };
}

function quick(spec: Scenario): Scenario {
  const startTime = Math.min(spec.startTime, 1000);
  const common = { ...spec, startTime };
  switch (common.executor) {
    case 'constant-arrival-rate':
      return {
        ...common,
        rate: Math.min(common.rate, (MOST_PER_SECOND * common.timeUnit) / 1000),
        duration: Math.min(common.duration, DURATION),
      };
    case 'shared-iterations':
      return { ...common, iterations: Math.min(common.iterations, MOST_ITERATIONS) };
    default:
      return common;
  }
}
