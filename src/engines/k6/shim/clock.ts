import exec from 'k6/execution';
import { type Scene, vu } from './world.ts';

let instance: typeof exec.instance | undefined;

/**
 * Milliseconds by a clock that tells their fractions, which `Date` does not: since the load began. It stands still in
 * setup, and in teardown there is none but `Date`.
 */
export function elapsed(): number {
  if (vu() === -1) return Date.now();
  instance ??= exec.instance;
  return instance.currentTestRunDuration;
}

const starts = new Map<string, number>();

/**
 * When a scenario of arrivals began, by `elapsed`: its `startTime` has no fractions, but how far it has come has.
 * Undefined for any other, outside of iterations, and when it is over already.
 */
export function startOf({ key, spec, n }: Scene): number | undefined {
  if (!spec.open || n < 0) return undefined;
  const now = elapsed();
  const { progress } = exec.scenario;
  const known = starts.get(key);
  if (progress >= 1) return known;
  // Whoever had to wait between the two clocks takes it for too early.
  const start = Math.max(known ?? Number.NEGATIVE_INFINITY, now - progress * spec.lasts);
  starts.set(key, start);
  return start;
}
