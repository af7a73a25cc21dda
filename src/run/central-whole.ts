import { mostUsers } from '../engines/k6/options.ts';
import type { LoadScenario, ScenarioOutcome } from '../model/engine.ts';
import type { Reason } from '../model/report.ts';
import { peakRate, plannedIterations } from '../plan/rates.ts';

type Done = Pick<ScenarioOutcome, 'name' | 'iterations' | 'dropped' | 'exceptions' | 'stopped'>;

/** Loads of the plan of which nothing was told. */
export function untold(scenarios: readonly LoadScenario[], outcomes: readonly Done[]): Reason[] {
  return outcomes
    .filter((outcome) => begun(outcome) === 0)
    .filter(({ name }) =>
      scenarios.some((scenario) => scenario.name === name && scenario.spec.kind === 'load'),
    )
    .map(({ name }) => ({ code: 'no_data', text: `nothing was told of the scenario "${name}"` }));
}

/** Those that ran; a flood may be left out of a load that runs elsewhere. */
export function ran<Outcome extends Done>(
  scenarios: readonly LoadScenario[],
  outcomes: readonly Outcome[],
): Outcome[] {
  const floods = new Set(scenarios.filter(({ spec }) => spec.kind === 'flood').map(({ name }) => name));
  return outcomes.filter((outcome) => !floods.has(outcome.name) || begun(outcome) > 0);
}

/**
 * Share of the planned arrivals that nobody began, 0 to 1: an instance that nobody knows to be missing shows in it. As
 * many as there are virtual users may have been under way at the end.
 */
export function missedRate(scenarios: readonly LoadScenario[], outcomes: readonly Done[]): number {
  const shares = scenarios.map(({ name, spec }) => {
    const outcome = outcomes.find((each) => each.name === name);
    const planned = peakRate(spec) === undefined ? 0 : (plannedIterations(spec) ?? 0);
    if (outcome === undefined || outcome.stopped !== undefined || planned === 0) return 0;
    return Math.max(0, planned - begun(outcome) - mostUsers(spec)) / planned;
  });
  return Math.max(0, ...shares);
}

function begun({ iterations, dropped, exceptions }: Done): number {
  return iterations + dropped + exceptions.count;
}
