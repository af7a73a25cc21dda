import { feasibility } from '../gates/feasibility.ts';
import type { BoundGate, Requirement } from '../gates/requirement.ts';
import { formatDuration } from '../model/duration.ts';
import type { GateLevel } from '../model/gate.ts';
import { type Expected, expectedRequests } from './expected.ts';
import type { LoadedPlan } from './load.ts';
import { type Span, timeline } from './timeline.ts';

/**
 * What the plan lets a gate come to. `enough`: its requests can prove it. `short`: they cannot, whatever the target
 * does. `open`: scripts and closed loops decide. `plain`: compared without proof. `too_long`: longer than the run.
 */
export type OutlookState = 'enough' | 'short' | 'open' | 'plain' | 'too_long';

export interface GateOutlook {
  readonly id: string;
  readonly expression: string;
  readonly kind: 'gate' | 'trigger';
  readonly level: GateLevel;
  readonly state: OutlookState;
  /** null for signals, which are no requests. */
  readonly expected: Expected | null;
  /** Least requests that prove it, none of them bad; null where nothing is proven. */
  readonly needed: number | null;
  /** Chance of a pass when nothing is bad, and at half the bound, requests being independent. */
  readonly chance: { readonly clean: number; readonly half: number } | null;
  readonly note: string;
}

/** What each gate and trigger of a plan can be expected to come to. */
export function gateOutlooks({ plan, scenarios, gates }: LoadedPlan): GateOutlook[] {
  const spans = timeline(scenarios.filter(({ spec }) => spec.kind === 'load'));
  const load = Math.min(Math.max(0, ...spans.map(({ end }) => end)), plan.run.maxDuration);
  const family = gates.filter(({ requirement }) => requirement.kind === 'proportion').length;
  const sequential = plan.run.until === 'conclusive' && timed(scenarios, spans) > plan.run.minDuration;
  return gates.map((gate) => {
    const expected = expectedRequests(plan, scenarios, gate.selector);
    const { id, expression, kind, level, requirement } = gate;
    const outlook =
      requirement.kind === 'proportion' && plan.run.proof !== 'point'
        ? proportion(gate, expected, { family, sequential })
        : { ...unproven(requirement, expected, load), needed: null, chance: null };
    return {
      id,
      expression,
      kind,
      level,
      expected: requirement.kind === 'signal' ? null : expected,
      ...outlook,
    };
  });
}

/** When the last load ends that lasts by the clock: `maxDuration` of iterations is a bound, and no plan. */
function timed(scenarios: LoadedPlan['scenarios'], spans: readonly Span[]): number {
  const byClock = new Set(scenarios.filter(({ spec }) => !('iterations' in spec)).map(({ name }) => name));
  return Math.max(0, ...spans.filter(({ name }) => byClock.has(name)).map(({ end }) => end));
}

/** Required and critical gates whose requests cannot prove them: the run would end INCONCLUSIVE. */
export function hopeless(outlooks: readonly GateOutlook[]): GateOutlook[] {
  return outlooks.filter(
    ({ state, kind, level }) => state === 'short' && kind === 'gate' && level !== 'warn',
  );
}

type Judged = Pick<GateOutlook, 'state' | 'needed' | 'chance' | 'note'>;

interface Looking {
  readonly family: number;
  /** The run may stop early: proof at any moment takes more requests than proof at the end. */
  readonly sequential: boolean;
}

function proportion(gate: BoundGate, { requests, more }: Expected, looking: Looking): Judged {
  const hope = feasibility(gate, { expected: requests, ...looking });
  const needed = hope?.needed ?? null;
  const enough = needed !== null && requests >= needed;
  const state = enough ? 'enough' : more ? 'open' : 'short';
  return {
    state,
    needed,
    chance: hope && (enough || !more) ? { clean: hope.pass.none, half: hope.pass.half } : null,
    note: NOTES[state],
  };
}

const NOTES: Readonly<Record<'enough' | 'short' | 'open', string>> = {
  enough: '',
  short: 'cannot be proven by so few requests',
  open: 'depends on how much the closed loops and scripts send',
};

function unproven(
  requirement: Requirement,
  expected: Expected,
  load: number,
): Pick<Judged, 'state' | 'note'> {
  const lasting = lengthOf(requirement);
  if (lasting > load)
    return {
      state: 'too_long',
      note: `needs ${formatDuration(lasting)}, the load takes ${formatDuration(load)}`,
    };
  if (requirement.kind === 'signal') return { state: 'plain', note: 'every reading is compared' };
  if (expected.requests === 0 && !expected.more)
    return { state: 'short', note: 'no request would count for it' };
  return { state: 'plain', note: 'compared without proof' };
}

/** Milliseconds that a rule must see before it can say anything. */
function lengthOf(requirement: Requirement): number {
  if (requirement.kind === 'burn') return requirement.long;
  if (requirement.kind === 'sustained' || requirement.kind === 'signal')
    return requirement.sliding ? Math.max(requirement.sliding.for, requirement.sliding.length) : 0;
  return 0;
}
