import exec from 'k6/execution';
import { vu } from './world.ts';

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
