import type { Metric, ParsedGate } from './ast.ts';
import { type Fault, fault } from './fault.ts';
import { outcomesOf, UNAVAILABLE } from './outcomes.ts';
import { measureOf } from './require-proportion.ts';
import type { Measure, Requirement } from './requirement.ts';
import { compareOf, plain, type RequireContext, relationOf, SECOND } from './terms.ts';

export function count(
  metric: Extract<Metric, { kind: 'count' }>,
  gate: ParsedGate,
  { kind }: RequireContext,
): Requirement | Fault {
  const compared = plain(gate, 'count');
  if ('message' in compared) return compared;
  const { value, unit } = compared;
  if (unit !== '' || !Number.isInteger(value) || value < 0)
    return fault('a whole number is wanted as the bound', '0, 1, 2 ...');
  const comparator = relationOf(compared.comparator, kind);
  if (comparator === '>=' && value === 0)
    return fault('a count is never below 0: it could never fail', '> 0');
  if (comparator === '<' && value === 0)
    return fault('a count is never below 0: it could never pass', '== 0');
  return { kind: 'count', outcomes: outcomesOf(metric.of), comparator, value };
}

export function throughput(_: Metric, gate: ParsedGate, { kind }: RequireContext): Requirement | Fault {
  const compared = plain(gate, 'throughput');
  if ('message' in compared) return compared;
  if (compared.unit !== '/s' && compared.unit !== '/min')
    return fault('a rate is wanted as the bound', '6/s or 120/min');
  const comparator = relationOf(compared.comparator, kind);
  if (comparator === '==' || comparator === '!=')
    return fault('throughput cannot be compared for equality', '>= > <= <');
  const perSecond = compared.unit === '/min' ? compared.value / 60 : compared.value;
  if (perSecond <= 0) return fault('the gate could never fail', 'a rate above 0');
  return { kind: 'throughput', comparator, perSecond };
}

export function trend(metric: Extract<Metric, { kind: 'trend' }>, gate: ParsedGate): Requirement | Fault {
  const { condition } = gate;
  if (condition.kind !== 'stable') return fault('a trend is stable or not', 'trend(p99(latency)) stable 10%');
  if (gate.window || gate.for !== undefined)
    return fault('a trend is taken over the whole run', 'no window and no "for"');
  const measure = measureOf(metric.of, Infinity);
  const { margin, tolerance = 0 } = condition;
  // Infinity does not survive JSON; a trend has no limit of its own.
  return {
    kind: 'trend',
    measure: { ...measure, limit: Number.MAX_SAFE_INTEGER },
    quantile: metric.of.quantile,
    margin,
    tolerance,
  };
}

export function burn(
  metric: Extract<Metric, { kind: 'burn' }>,
  gate: ParsedGate,
  { kind }: RequireContext,
): Requirement | Fault {
  const compared = compareOf(gate);
  if ('message' in compared) return compared;
  if (gate.for !== undefined) return fault('a burn rate has two windows of its own', 'no "for"');
  const relation = relationOf(compared.comparator, kind);
  if ((relation !== '<=' && relation !== '<') || compared.unit !== '')
    return fault(
      'a burn rate is bounded from above by a plain number',
      kind === 'gate' ? '<= 14.4' : '> 14.4',
    );
  const { slo, period, long, short } = metric;
  if (short < SECOND || short >= long || long > period)
    return fault('the windows do not fit the period', '[1h,5m] of 30d');
  // With every request failing the rate is 1/(1 - SLO).
  if (compared.value * (1 - slo) >= 1)
    return fault(`the burn rate cannot exceed ${Math.round(1 / (1 - slo))} at this objective`);
  const measure: Measure = { kind: 'outcomes', bad: UNAVAILABLE, limited: false };
  return { kind: 'burn', measure, slo, most: compared.value, period, long, short };
}
