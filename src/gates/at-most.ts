import type { Timing } from '../model/window.ts';
import type { BoundGate, Requirement } from './requirement.ts';

/** Said of every gate whose timing is known only as an upper bound. */
export const AT_MOST =
  'its times are upper bounds: they can prove that it holds, but only requests without a right answer that it does not';

/** A gate as it is judged where some timings are known only as upper bounds. */
export function bounded(gate: BoundGate, atMost: readonly Timing[]): BoundGate {
  const timing = timingOf(gate.requirement);
  if (timing === undefined || !atMost.includes(timing)) return gate;
  return { ...gate, requirement: { ...gate.requirement, atMost: true } as Requirement };
}

/** The timing of requests that a requirement is about; undefined where it is about none. */
export function timingOf(requirement: Requirement): Timing | undefined {
  if (!('measure' in requirement)) return undefined;
  const { measure } = requirement;
  if (measure.kind === 'slower') return measure.timing;
  if (measure.kind === 'duration') return 'service';
  return measure.kind === 'connect' ? 'connect' : undefined;
}
