import type { Capability, Engine, LoadScenario } from '../model/engine.ts';

/** What a scenario asks of an engine. */
export function needs({ spec, module }: LoadScenario): readonly Capability[] {
  const asked: readonly (readonly [Capability, boolean])[] = [
    ['requests', spec.requests !== undefined],
    ['iteration', module?.iteration !== undefined],
    ['cookies', module?.iteration !== undefined],
    ['open-loop', spec.executor.endsWith('-arrival-rate')],
    ['closed-loop', !spec.executor.endsWith('-arrival-rate')],
    ['data', spec.data !== undefined],
  ];
  return asked.filter(([, wanted]) => wanted).map(([capability]) => capability);
}

/** What a scenario asks for that an engine cannot do; such a scenario is refused before the first request. */
export function missing(scenario: LoadScenario, engine: Pick<Engine, 'capabilities'>): readonly Capability[] {
  return needs(scenario).filter((capability) => !engine.capabilities.has(capability));
}

/** The sentence of a refusal; `undefined` when the engine can run the scenario. */
export function refusal(
  scenario: LoadScenario,
  engine: Pick<Engine, 'id' | 'capabilities'>,
): string | undefined {
  const lacking = missing(scenario, engine);
  if (lacking.length === 0) return undefined;
  return `the engine "${engine.id}" cannot run the scenario "${scenario.name}": it has no ${lacking.join(', no ')}`;
}
