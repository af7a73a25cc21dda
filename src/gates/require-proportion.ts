import { formatDuration } from '../model/duration.ts';
import type { Outcome } from '../model/sample.ts';
import type { Metric, ParsedGate, Percentile } from './ast.ts';
import { type Fault, fault } from './fault.ts';
import { outcomesOf, populationOf, UNAVAILABLE } from './outcomes.ts';
import type { Measure, Requirement, Shown } from './requirement.ts';
import { type Compare, compareOf, type RequireContext, relationOf, slidingOf, tidy } from './terms.ts';

/** Values that histograms hold per millisecond, and per unit of a custom metric. */
const PARTS = 1000;

export function percentile(
  metric: Percentile,
  gate: ParsedGate,
  { kind }: RequireContext,
): Requirement | Fault {
  const compared = compareOf(gate);
  if ('message' in compared) return compared;
  const relation = relationOf(compared.comparator, kind);
  if (relation !== '<=' && relation !== '<')
    return fault(
      kind === 'gate'
        ? 'a percentile is bounded from above'
        : 'a trigger fires when a percentile is above a bound',
      kind === 'gate' ? '<= or <' : '> or >=',
    );
  const limit = limitOf(metric, compared);
  if (typeof limit !== 'number') return limit;
  const measure = measureOf(metric, limit * PARTS);
  const custom = 'custom' in metric.of;
  const shown: Shown = {
    unit: custom ? 'number' : 'ms',
    quantile: metric.quantile,
    bound: limit,
    complement: false,
    deed: DEEDS[measure.kind]?.(custom ? String(limit) : formatDuration(limit)) ?? '',
  };
  return proportion(measure, tidy(1 - metric.quantile), shown, gate);
}

const DEEDS: Readonly<Partial<Record<Measure['kind'], (limit: string) => string>>> = {
  slower: (limit) => `were not answered correctly within ${limit}`,
  duration: (limit) => `took longer than ${limit}`,
  connect: (limit) => `did not connect within ${limit}`,
  custom: (limit) => `were above ${limit}`,
};

function limitOf(metric: Percentile, { value, unit }: Compare): number | Fault {
  if ('custom' in metric.of) {
    if (unit !== '' && unit !== 'ms' && unit !== 's')
      return fault('a custom metric has no such unit', 'a number, ms or s');
    return unit === 's' ? value * 1000 : value;
  }
  if (unit !== 'ms' && unit !== 's') return fault('a time is wanted as the bound', '220ms or 1.5s');
  const milliseconds = unit === 's' ? value * 1000 : value;
  return milliseconds > 0
    ? milliseconds
    : fault('nothing can be faster than that: the gate could never pass', 'a time above 0');
}

/** What is slow; `limit` is a histogram value. */
export function measureOf({ of }: Percentile, limit: number): Extract<Measure, { limit: number }> {
  if ('custom' in of) return { kind: 'custom', name: of.custom, limit };
  if (of.timing === 'duration' || of.timing === 'connect') return { kind: of.timing, limit };
  return { kind: 'slower', timing: of.timing, limit };
}

export function rate(
  metric: Extract<Metric, { kind: 'rate' }>,
  gate: ParsedGate,
  context: RequireContext,
): Requirement | Fault {
  const named = outcomesOf(metric.of);
  const population = populationOf(metric.of);
  const deed =
    metric.of === 'errors' ? 'were not answered correctly' : `were ${DEED[metric.of] ?? metric.of}`;
  return share(gate, context, {
    good: population.filter((outcome) => !named.includes(outcome)),
    named,
    limited: metric.of === '429',
    deed,
    undone: metric.of === 'success' ? 'were not answered correctly' : `were not ${metric.of}`,
  });
}

const DEED: Readonly<Record<string, string>> = {
  success: 'answered correctly',
  network: 'network errors',
  timeout: 'timeouts',
  unexpected: 'unexpected answers',
};

export function availability(_: Metric, gate: ParsedGate, context: RequireContext): Requirement | Fault {
  const population = populationOf('success');
  const named = population.filter((outcome) => !UNAVAILABLE.includes(outcome));
  const undone = 'were 5xx, network errors, timeouts or dropped';
  return share(gate, context, { named, good: UNAVAILABLE, limited: false, deed: 'were available', undone });
}

interface Share {
  readonly named: readonly Outcome[];
  /** The rest of the population. */
  readonly good: readonly Outcome[];
  readonly limited: boolean;
  readonly deed: string;
  readonly undone: string;
}

/** A bound on a share: from above the named ones are bad, from below the others are. */
function share(gate: ParsedGate, { kind }: RequireContext, of: Share): Requirement | Fault {
  const compared = compareOf(gate);
  if ('message' in compared) return compared;
  if (compared.unit !== '%') return fault('a percentage is wanted as the bound', '0.5% or 99.9%');
  const relation = relationOf(compared.comparator, kind);
  if (relation === '==' || relation === '!=')
    return fault('a rate cannot be compared for equality', '<= < >= >');
  const ratio = tidy(compared.value / 100);
  const below = relation === '<=' || relation === '<';
  const bound = below ? ratio : tidy(1 - ratio);
  const wrong = boundFault(bound, kind);
  if (wrong) return wrong;
  const measure: Measure = { kind: 'outcomes', bad: below ? of.named : of.good, limited: of.limited };
  const shown: Shown = { unit: 'ratio', bound: ratio, complement: !below, deed: below ? of.deed : of.undone };
  return proportion(measure, bound, shown, gate);
}

function boundFault(bound: number, kind: 'gate' | 'trigger'): Fault | undefined {
  if (bound >= 1)
    return fault(
      kind === 'gate' ? 'the gate could never fail' : 'the trigger could never fire',
      'a stricter bound',
    );
  if (bound <= 0)
    return fault(
      'no number of requests can prove that it never happens',
      'a bound above 0%, or a count such as count(5xx) == 0',
    );
  return undefined;
}

/** A proportion over the whole run, or over a sliding window where one is named. */
function proportion(measure: Measure, bound: number, shown: Shown, gate: ParsedGate): Requirement | Fault {
  const sliding = slidingOf(gate);
  if (!sliding) return { kind: 'proportion', measure, bound, shown };
  if ('message' in sliding) return sliding;
  // Fewer than 1/bound requests cannot show a share that small; 20 is the least that a p95 means anything for.
  const least = Math.min(100, Math.max(20, Math.ceil(1 / bound)));
  return { kind: 'sustained', measure, bound, shown, sliding, least };
}
