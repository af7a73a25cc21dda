import type { LoadScenario } from '../../model/engine.ts';

/** Scenarios that one k6 runs, and the scenario after whose end it starts. */
export interface Group {
  readonly scenarios: readonly LoadScenario[];
  readonly after?: string;
}

/**
 * k6 knows no `after`, and does not say when a scenario has ended: whoever waits for another, or is waited for, has
 * a process of its own, whose end is known. All others share one, save for those that want their own.
 */
export function groupsOf(
  scenarios: readonly LoadScenario[],
  wantsItsOwn: (scenario: LoadScenario) => boolean = () => false,
): Group[] {
  const names = new Set(scenarios.map(({ name }) => name));
  const isKnown = (name: string | undefined): name is string => name !== undefined && names.has(name);
  const awaited = new Set(scenarios.map(({ spec }) => spec.after).filter(isKnown));
  const isAlone = (scenario: LoadScenario) =>
    awaited.has(scenario.name) || isKnown(scenario.spec.after) || wantsItsOwn(scenario);
  const together = scenarios.filter((scenario) => !isAlone(scenario));
  const kinds = (['load', 'flood'] as const).map((kind) => together.filter(({ spec }) => spec.kind === kind));
  return [
    ...kinds.filter((each) => each.length > 0).map((each) => ({ scenarios: each })),
    ...scenarios.filter(isAlone).map((scenario) => ({
      scenarios: [scenario],
      ...(isKnown(scenario.spec.after) ? { after: scenario.spec.after } : {}),
    })),
  ];
}
