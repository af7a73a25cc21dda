import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';

/** From the first request sent to the last answer, ms: whatever the target did with them, it did in this time. */
export function spanOf(exchanges: readonly Exchange[]): number {
  return (
    Math.max(...exchanges.map(({ timing }) => timing.ended)) -
    Math.min(...exchanges.map(({ timing }) => timing.sent))
  );
}

/** Whether a window that began with the first of these requests cannot have ended before the last was answered. */
export function withinWindow(exchanges: readonly Exchange[], { window }: LimitPolicy): boolean {
  return spanOf(exchanges) < window;
}

/** Most places that can have come back one by one in this time, with fractions; a fixed window gives back none before its end. */
export function placesBack({ quota, window, algorithm }: LimitPolicy, elapsed: number): number {
  return algorithm === 'fixed-window' ? 0 : (elapsed * quota) / window;
}

/** Whether no moment of a window of the clock lies in both: then the end of one window cannot explain what both show. */
export function inOtherPhases(
  one: readonly Exchange[],
  other: readonly Exchange[],
  { window }: LimitPolicy,
): boolean {
  const [first, second] = [startOf(one), startOf(other)];
  const after = (((second - first) % window) + window) % window;
  return spanOf(one) < after && after + spanOf(other) < window;
}

function startOf(exchanges: readonly Exchange[]): number {
  return Math.min(...exchanges.map(({ timing }) => timing.sent));
}
