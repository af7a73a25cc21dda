import type { ParsedGate } from '../gates/ast.ts';
import { formatDuration } from '../model/duration.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { Problem } from '../model/errors.ts';
import { formatPath } from './path.ts';
import { peakRate, requestShares } from './rates.ts';

/**
 * Open-loop scenarios with fewer virtual users than Little's law asks for (users = rate x latency): at a latency that
 * the gates still allow they would drop arrivals, and the run would judge its own plan.
 */
export function concurrencyProblems(
  scenarios: readonly LoadScenario[],
  gates: readonly ParsedGate[],
): Problem[] {
  return scenarios.flatMap((scenario) => {
    const { name, spec } = scenario;
    const rate = peakRate(spec);
    if (rate === undefined || !('preAllocatedVUs' in spec) || spec.kind === 'flood') return [];
    const most = spec.maxVUs ?? spec.preAllocatedVUs;
    const bound = allowedLatency(scenario, gates);
    const needed = bound === undefined ? 0 : Math.ceil((rate * bound) / 1000 - 1e-9);
    if (most >= needed) return [];
    const key = spec.maxVUs === undefined ? 'preAllocatedVUs' : 'maxVUs';
    const message = `${most} virtual users are too few: ${tidy(rate)}/s x ${formatDuration(bound!)} allowed by the gates are ${needed} at the same time (Little's law)`;
    return [{ path: formatPath(['scenarios', name, key]), message, allowed: `maxVUs of ${needed} or more` }];
  });
}

/** Latency in ms that an iteration may have under the gates; `undefined` where none says. */
function allowedLatency({ name, spec }: LoadScenario, gates: readonly ParsedGate[]): number | undefined {
  const bounds = gates.flatMap((gate) => latencyBound(gate, name) ?? []);
  const least = (endpoint: string | undefined) => {
    const fitting = bounds.filter((bound) => bound.endpoint === undefined || bound.endpoint === endpoint);
    return fitting.length === 0 ? undefined : Math.min(...fitting.map(({ milliseconds }) => milliseconds));
  };
  // Nobody knows what a script requests, but it is at least one request.
  if (!spec.requests) return least(undefined);
  return requestShares(spec.requests).reduce<number | undefined>((sum, { endpoint, share }) => {
    const bound = least(endpoint);
    return bound === undefined ? sum : (sum ?? 0) + share * bound;
  }, undefined);
}

interface Bound {
  readonly milliseconds: number;
  readonly endpoint: string | undefined;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000 };

function latencyBound(
  { metric, selector, condition, window }: ParsedGate,
  scenario: string,
): Bound | undefined {
  if (metric.kind !== 'percentile' || !('timing' in metric.of) || metric.of.timing !== 'latency')
    return undefined;
  if (condition.kind !== 'compare' || !condition.comparator.startsWith('<') || window) return undefined;
  if (selector.class !== undefined || selector.arm === 'baseline') return undefined;
  if (selector.scenario !== undefined && selector.scenario !== scenario) return undefined;
  const unit = UNITS[condition.unit];
  return unit === undefined
    ? undefined
    : { milliseconds: condition.value * unit, endpoint: selector.endpoint };
}

function tidy(value: number): string {
  return String(Number(value.toFixed(2)));
}
