import type { Comparator, Condition, ParsedGate } from './ast.ts';
import { type Fault, fault } from './fault.ts';
import { negate, type Relation, type Sliding } from './requirement.ts';
import type { SignalUnits } from './signal-unit.ts';

/** What the meaning of an expression depends on besides itself. */
export interface RequireContext {
  readonly kind: 'gate' | 'trigger';
  readonly critical: boolean;
  readonly signals: SignalUnits;
}

export type Compare = Extract<Condition, { kind: 'compare' }>;

/** The comparison that must hold. */
export function relationOf(comparator: Comparator, kind: 'gate' | 'trigger'): Relation {
  return kind === 'trigger' ? negate(comparator) : comparator;
}

const MINUTE = 60_000;
export const SECOND = 1000;

/** Window, step and time to last; a rule that only says how long looks at the last minute. */
export function slidingOf(gate: ParsedGate): Sliding | Fault | undefined {
  if (!gate.window && gate.for === undefined) return undefined;
  const lasting = gate.for ?? 0;
  const length = gate.window?.length ?? Math.max(SECOND, Math.min(MINUTE, lasting));
  const step =
    gate.window?.step ??
    Math.max(SECOND, Math.floor(Math.min(length, lasting || length) / 6 / SECOND) * SECOND);
  if (length < SECOND || step < SECOND || step % SECOND || length % SECOND)
    return fault('windows and steps are whole seconds', '[1m] or [1m:10s]');
  if (step > length)
    return fault('the step is longer than the window: requests would be left out', '[1m:10s]');
  return { length, step, for: lasting };
}

/** The comparison of a metric that has no windows. */
export function plain(gate: ParsedGate, metric: string): Compare | Fault {
  if (gate.window || gate.for !== undefined)
    return fault(`${metric} is taken over the whole run`, 'no window and no "for"');
  return compareOf(gate);
}

export function compareOf({ condition }: ParsedGate): Compare | Fault {
  return condition.kind === 'compare' ? condition : fault('only a trend is "stable"', '<= < >= > ==');
}

/** Decimal fractions as people write them: 1 - 0.999 is 0.001. */
export function tidy(value: number): number {
  return Number(value.toFixed(10));
}
