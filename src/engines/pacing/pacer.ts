import type { Scenario } from '../../model/scenario.ts';

/** An open loop: arrivals come at their own instants, whatever the target does. */
export interface Arrivals {
  readonly kind: 'arrivals';
  readonly total: number;
  /** Length in ms. */
  readonly duration: number;
  /** When arrival number `n` (from 0) is due, in ms after the start. Pure, so a late tick changes no instant. */
  readonly at: (n: number) => number;
}

/** A closed loop: each virtual user begins its next iteration when the last one has ended. */
export interface Users {
  readonly kind: 'users';
  /** Length in ms; for iterations the longest that they may take. */
  readonly duration: number;
  readonly most: number;
  /** How many virtual users there are `elapsed` ms after the start. */
  readonly at: (elapsed: number) => number;
  /** Iterations to do: shared by all, or by each. None: as many as time allows. */
  readonly iterations?: { readonly count: number; readonly by: 'all' | 'each' };
}

export type Pace = Arrivals | Users;

type Executor = Scenario['executor'];
type Of<E extends Executor> = Extract<Scenario, { executor: E }>;

/** The pace of a scenario, by executor, with k6's meaning. Adding an executor is adding a line here. */
export function paceOf(spec: Scenario): Pace {
  return (PACES[spec.executor] as (spec: Scenario) => Pace)(spec);
}

const PACES: { readonly [E in Executor]: (spec: Of<E>) => Pace } = {
  'constant-arrival-rate': constantArrivals,
  'ramping-arrival-rate': rampingArrivals,
  'constant-vus': ({ vus, duration }) => ({ kind: 'users', duration, most: vus, at: () => vus }),
  'ramping-vus': rampingUsers,
  'shared-iterations': (spec) => iterations(spec, 'all'),
  'per-vu-iterations': (spec) => iterations(spec, 'each'),
};

// Sums of fractions end a hair above or below whole numbers: 0.1 + 0.2 must not buy one more arrival.
const HAIR = 1e-6;

function constantArrivals({ rate, timeUnit, duration }: Of<'constant-arrival-rate'>): Arrivals {
  const gap = timeUnit / rate;
  return { kind: 'arrivals', duration, total: Math.ceil(duration / gap - HAIR), at: (n) => n * gap };
}

interface Stage {
  readonly begins: number;
  readonly duration: number;
  /** Arrivals per ms at its begin and at its end. */
  readonly from: number;
  readonly to: number;
  /** Arrivals before it, and after it. */
  readonly before: number;
  readonly after: number;
}

function rampingArrivals({ startRate, stages, timeUnit }: Of<'ramping-arrival-rate'>): Arrivals {
  const ramps: Stage[] = [];
  let begins = 0;
  let before = 0;
  let from = startRate / timeUnit;
  for (const { target, duration } of stages) {
    const to = target / timeUnit;
    const after = before + ((from + to) / 2) * duration;
    if (duration > 0) ramps.push({ begins, duration, from, to, before, after });
    begins += duration;
    before = after;
    from = to;
  }
  return {
    kind: 'arrivals',
    duration: begins,
    total: Math.max(0, Math.ceil(before - HAIR)),
    at: (n) => instant(ramps, n),
  };
}

/** When the integral of the rate reaches `n`. A stage that ends with exactly `n` leaves it to the next that adds any. */
function instant(ramps: readonly Stage[], n: number): number {
  const stage = ramps.find(({ after }) => n < after - HAIR) ?? ramps.at(-1);
  if (!stage) return 0;
  const { begins, duration, from, to, before } = stage;
  const area = Math.max(0, n - before);
  // from*t + (to-from)*t^2/(2*duration) = area, solved in the form that loses no digits when from equals to.
  const root = Math.sqrt(Math.max(0, from * from + (2 * area * (to - from)) / duration));
  return begins + (area === 0 ? 0 : Math.min(duration, (2 * area) / (from + root)));
}

function rampingUsers({ startVUs, stages }: Of<'ramping-vus'>): Users {
  const duration = stages.reduce((sum, stage) => sum + stage.duration, 0);
  const most = Math.max(startVUs, ...stages.map(({ target }) => Math.round(target)));
  const at = (elapsed: number) => {
    let from = startVUs;
    let begins = 0;
    for (const stage of stages) {
      const target = Math.round(stage.target);
      // Whole users only, at even steps: the last one comes or goes when the stage ends.
      if (elapsed < begins + stage.duration)
        return (
          from +
          Math.trunc(
            ((target - from) * Math.max(0, elapsed - begins)) / stage.duration +
              Math.sign(target - from) * HAIR,
          )
        );
      begins += stage.duration;
      from = target;
    }
    return from;
  };
  return { kind: 'users', duration, most, at };
}

function iterations(
  { vus, iterations: count, maxDuration }: Of<'shared-iterations'> | Of<'per-vu-iterations'>,
  by: 'all' | 'each',
): Users {
  return { kind: 'users', duration: maxDuration, most: vus, at: () => vus, iterations: { count, by } };
}
