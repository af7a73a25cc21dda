import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import type { Metric, ParsedGate, Unit } from './ast.ts';
import { type Fault, fault } from './fault.ts';
import type { Requirement } from './requirement.ts';
import type { SignalUnit } from './signal-unit.ts';
import { compareOf, type RequireContext, relationOf, slidingOf } from './terms.ts';

/** By unit of the signal: how many of it a unit of the bound is. */
const FACTORS: Readonly<Record<SignalUnit, Readonly<Partial<Record<Unit, number>>>>> = {
  ratio: { '%': 0.01, '': 1 },
  percent: { '%': 1, '': 1 },
  number: { '': 1 },
  ms: { ms: 1, s: 1000 },
  s: { ms: 0.001, s: 1 },
};

const SHOWN: Readonly<
  Record<SignalUnit, { readonly shown: 'ratio' | 'ms' | 'number'; readonly scale: number }>
> = {
  ratio: { shown: 'ratio', scale: 1 },
  percent: { shown: 'ratio', scale: 0.01 },
  number: { shown: 'number', scale: 1 },
  ms: { shown: 'ms', scale: 1 },
  s: { shown: 'ms', scale: 1000 },
};

/** A bound on an outside reading, in the unit that the plan declares for it. */
export function signal(
  { name }: Extract<Metric, { kind: 'signal' }>,
  gate: ParsedGate,
  context: RequireContext,
): Requirement | Fault {
  const compared = compareOf(gate);
  if ('message' in compared) return compared;
  const declared = Object.hasOwn(context.signals, name) ? context.signals[name] : undefined;
  const names = Object.keys(context.signals);
  if (!declared)
    return fault(
      `the plan has no signal ${quote(name)}.${didYouMean(name, names)}`,
      names.join(', ') || 'declare it under "signals"',
    );
  const factor = FACTORS[declared.unit][compared.unit];
  if (factor === undefined)
    return fault(
      `signal ${quote(name)} has the unit "${declared.unit}", the bound "${compared.unit}"`,
      boundsFor(declared.unit, compared.unit),
    );
  const sliding = slidingOf(gate);
  if (sliding && 'message' in sliding) return sliding;
  const comparator = relationOf(compared.comparator, context.kind);
  return {
    kind: 'signal',
    name,
    comparator,
    value: Number((compared.value * factor).toFixed(10)),
    ...SHOWN[declared.unit],
    // What must never happen must not have happened in between either.
    every: context.kind === 'trigger' || context.critical || comparator === '==' || comparator === '!=',
    smooth: gate.window !== undefined,
    ...(sliding ? { sliding } : {}),
  };
}

function boundsFor(unit: SignalUnit, written: Unit): string {
  if (unit === 'number' && written === '%')
    return 'a plain number; or declare the signal as unit: ratio (0.75) or percent (75)';
  return Object.keys(FACTORS[unit])
    .map((one) => (one === '' ? 'a plain number' : `a number with ${one}`))
    .join(', ');
}
