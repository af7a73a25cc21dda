import { type BindInput, type Bound, bindGates } from '../gates/bind.ts';
import { parseGate } from '../gates/parse.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { Problem } from '../model/errors.ts';
import { quote } from '../model/text.ts';
import { requestShares } from './rates.ts';
import type { Defined } from './references.ts';
import type { Plan } from './schema.ts';

/** Gates and triggers of a plan, bound to what it defines. */
export function bindPlanGates(plan: Plan, scenarios: readonly LoadScenario[], defined: Defined): Bound {
  const loaded = loadedEndpoints(scenarios);
  const { gates, problems } = bindGates(inputOf(plan, scenarios, defined, loaded));
  return { gates, problems: [...problems, ...withoutData(plan, defined, loaded)] };
}

type Loaded = ReadonlySet<string> | undefined;

function inputOf(
  plan: Plan,
  scenarios: readonly LoadScenario[],
  defined: Defined,
  loaded: Loaded,
): BindInput {
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
  return {
    gates: plan.gates,
    triggers: plan.triggers,
    endpoints: Object.fromEntries(endpoints),
    scenarios: Object.fromEntries(kinds),
    classes: Object.values(plan.identities).map((pool) => pool.class),
    signals: Object.fromEntries(signals),
    connections: connectionsOf(plan),
    arms: plan.targets.baseline ? ['canary', 'baseline'] : ['canary'],
  };
}

function connectionsOf({ targets: { canary, baseline } }: Plan): NonNullable<BindInput['connections']> {
  return { canary: canary.connection, ...(baseline && { baseline: baseline.connection }) };
}

/** Gates on endpoints that the load never calls: they would have no data for ever. */
function withoutData({ gates }: Plan, defined: Defined, loaded: Loaded): Problem[] {
  return gates.flatMap((gate, index) => {
    const endpoint = selectedEndpoint(typeof gate === 'string' ? gate : gate.expression);
    if (endpoint === undefined || !loaded || loaded.has(endpoint) || !defined.endpoint.includes(endpoint))
      return [];
    const message = `no load scenario calls ${quote(endpoint)}: this gate would never have data`;
    return [
      { path: `gates[${index}]`, message, allowed: [...loaded].join(', ') || 'a scenario that calls it' },
    ];
  });
}

function selectedEndpoint(expression: string): string | undefined {
  try {
    return parseGate(expression).selector.endpoint;
  } catch {
    // What cannot be read was told already.
    return undefined;
  }
}

/** Endpoints that the load calls; `undefined` when a script might call any. */
function loadedEndpoints(scenarios: readonly LoadScenario[]): Loaded {
  const loads = scenarios.filter(({ spec }) => spec.kind === 'load');
  if (loads.some(({ spec }) => spec.requests === undefined)) return undefined;
  return new Set(
    loads.flatMap(({ spec }) => requestShares(spec.requests ?? []).map(({ endpoint }) => endpoint)),
  );
}
