import { availableParallelism } from 'node:os';

/**
 * Threads for each of the arms that are loaded side by side: equally many, so that none is measured better, and all of
 * them no more than the plan says. One processor is left for everything else where it says nothing.
 */
export function workersPerArm(planned: number | undefined, arms: number): number {
  const most = planned ?? availableParallelism() - 1;
  return Math.max(1, Math.floor(most / arms));
}
