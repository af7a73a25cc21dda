import { type Bound, bindGates } from '../gates/bind.ts';
import type { LoadScenario } from '../model/engine.ts';
import { requestShares } from './rates.ts';
import type { Defined } from './references.ts';
import type { Plan } from './schema.ts';

/** Gates and triggers of a plan, bound to what it defines. */
export function bindPlanGates(plan: Plan, scenarios: readonly LoadScenario[], defined: Defined): Bound {
  const loaded = loadedEndpoints(scenarios);
  const endpoints = defined.endpoint.map((name) => {
    const { timeout = Infinity, stream } = plan.endpoints[name] ?? {};
    // What only checks call is timed by no gate.
    return [
      name,
      { timeout: loaded === undefined || loaded.has(name) ? timeout : Infinity, stream },
    ] as const;
  });
  const kinds = defined.scenario.map((name) => {
    const kind = scenarios.find((scenario) => scenario.name === name)?.spec.kind ?? 'load';
    return [name, { kind }] as const;
  });
  const signals = defined.signal.map(
    (name) => [name, { unit: plan.signals[name]?.unit ?? 'number' }] as const,
  );
  return bindGates({
    gates: plan.gates,
    triggers: plan.triggers,
    endpoints: Object.fromEntries(endpoints),
    scenarios: Object.fromEntries(kinds),
    classes: Object.values(plan.identities).map((pool) => pool.class),
    signals: Object.fromEntries(signals),
    arms: plan.targets.baseline ? ['canary', 'baseline'] : ['canary'],
  });
}

/** Endpoints that the load calls; `undefined` when a script might call any. */
function loadedEndpoints(scenarios: readonly LoadScenario[]): ReadonlySet<string> | undefined {
  const loads = scenarios.filter(({ spec }) => spec.kind === 'load');
  if (loads.some(({ spec }) => spec.requests === undefined)) return undefined;
  return new Set(
    loads.flatMap(({ spec }) => requestShares(spec.requests ?? []).map(({ endpoint }) => endpoint)),
  );
}
