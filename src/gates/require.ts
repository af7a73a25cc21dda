import type { Metric, ParsedGate } from './ast.ts';
import type { Fault } from './fault.ts';
import { burn, count, throughput, trend } from './require-plain.ts';
import { availability, percentile, rate } from './require-proportion.ts';
import { signal } from './require-signal.ts';
import type { Requirement } from './requirement.ts';
import type { RequireContext } from './terms.ts';

type Build<M extends Metric> = (metric: M, gate: ParsedGate, context: RequireContext) => Requirement | Fault;

const BUILDERS: { readonly [K in Metric['kind']]: Build<Extract<Metric, { kind: K }>> } = {
  percentile,
  rate,
  availability,
  count,
  throughput,
  signal,
  trend,
  burn,
};

/** What must hold according to a gate, or by the negation of a trigger; a fault where that makes no sense. */
export function requirementOf(gate: ParsedGate, context: RequireContext): Requirement | Fault {
  return (BUILDERS[gate.metric.kind] as Build<Metric>)(gate.metric, gate, context);
}
