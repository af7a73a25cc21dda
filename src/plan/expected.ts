import type { Selector } from '../gates/ast.ts';
import type { LoadScenario } from '../model/engine.ts';
import { peakRate, plannedIterations, requestShares } from './rates.ts';
import type { Plan } from './schema.ts';

/** How many requests of the load a gate will see, warm-up aside. */
export interface Expected {
  /** Those that the plan fixes. */
  readonly requests: number;
  /** True where closed loops or scripts add an unknown number. */
  readonly more: boolean;
}

/** Requests that a run without early stop sends to what `selector` selects. */
export function expectedRequests(
  plan: Plan,
  scenarios: readonly LoadScenario[],
  selector: Selector,
): Expected {
  const loads = scenarios.filter(({ name, spec }) => spec.kind === 'load' && fits(selector.scenario, name));
  const parts = loads.map((scenario) => expectedOf(plan, scenario, selector));
  return {
    requests: Math.floor(parts.reduce((sum, { requests }) => sum + requests, 0) + 1e-9),
    more: parts.some(({ more }) => more),
  };
}

/** Iterations that count, `undefined` where time alone bounds them. */
export function countedIterations({ spec }: LoadScenario): number | undefined {
  const iterations = plannedIterations(spec);
  const rate = peakRate(spec);
  if (iterations === undefined || rate === undefined || spec.executor !== 'constant-arrival-rate')
    return iterations;
  return Math.max(0, iterations - (rate * spec.warmup) / 1000);
}

function expectedOf(plan: Plan, scenario: LoadScenario, selector: Selector): Expected {
  const { requests } = scenario.spec;
  const iterations = countedIterations(scenario);
  const share = requests ? requestShares(requests).filter(isSelected(plan, scenario, selector)) : undefined;
  if (share?.length === 0) return { requests: 0, more: false };
  if (iterations === undefined) return { requests: 0, more: true };
  // A script makes at least one request, to nobody knows what.
  if (!share) return { requests: selector.endpoint === undefined ? iterations : 0, more: true };
  return { requests: iterations * share.reduce((sum, part) => sum + part.share, 0), more: false };
}

function isSelected(plan: Plan, { spec }: LoadScenario, selector: Selector) {
  return ({ endpoint, identity }: { endpoint: string; identity?: string | undefined }) => {
    const pool = plan.identities[identity ?? spec.identity ?? plan.endpoints[endpoint]?.identity ?? ''];
    return fits(selector.endpoint, endpoint) && fits(selector.class, pool?.class ?? 'anonymous');
  };
}

function fits(wanted: string | undefined, name: string): boolean {
  return wanted === undefined || wanted === name;
}
