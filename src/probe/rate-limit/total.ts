import type { Endpoint } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { admissionOf } from './actor.ts';
import { burstsOf, inStage } from './judge.ts';

/** What one quota let through, of one attempt. */
export interface Total {
  /** `less` than it should; `full` as much, or no more than it may; `over`; `open` where it cannot be told. */
  readonly kind: 'less' | 'full' | 'over' | 'open';
  readonly admitted: number;
  /** From the first request sent to the last, ms. */
  readonly elapsed: number;
  readonly exchanges: readonly Exchange[];
}

/** Most that a correct limit lets through in this time: buckets fill up meanwhile, and may be off by one. */
export function allowance(
  { quota, window, algorithm }: LimitPolicy,
  capacity: number,
  elapsed: number,
): number {
  const most = Math.max(quota, capacity);
  return algorithm === 'fixed-window' ? most : most + Math.floor((elapsed * quota) / window) + 1;
}

/** Reads the attempts of a stage: what was let through before, at and after the race for the last places. */
export function totalsOf(
  exchanges: readonly Exchange[],
  stage: string,
  { limit, endpoint, capacity }: { limit: LimitPolicy; endpoint: Endpoint; capacity: number },
): Total[] {
  const staged = inStage(exchanges, stage, `${stage} on`);
  const attempts = Map.groupBy(staged, ({ facts }) => facts?.['attempt']);
  return [...attempts.values()].map((attempt) => readFull(attempt, limit, endpoint, capacity));
}

/** Reads one attempt. */
export function readFull(
  attempt: readonly Exchange[],
  limit: LimitPolicy,
  endpoint: Endpoint,
  capacity: number,
): Total {
  const bursts = burstsOf(attempt);
  const racers = attempt.filter(({ role }) => role === 'racer');
  const raced = racers.map((exchange) => admissionOf(exchange, limit, endpoint));
  const admitted =
    bursts.reduce((sum, told) => sum + told.admitted, 0) + raced.filter((each) => each === 'admitted').length;
  const elapsed = attempt.at(-1)!.timing.sent - attempt[0]!.timing.sent;
  const total = { admitted, elapsed, exchanges: attempt };
  if (raced.includes('odd') || bursts.some(({ end }) => end === 'odd')) return { ...total, kind: 'open' };
  if (admitted > allowance(limit, capacity, elapsed)) return { ...total, kind: 'over' };
  // One less is within what approximate counters may do.
  if (admitted >= Math.min(capacity, limit.quota) - 1) return { ...total, kind: 'full' };
  return { ...total, kind: elapsed < limit.window && isRejected(attempt, limit) ? 'less' : 'open' };
}

function isRejected(attempt: readonly Exchange[], limit: LimitPolicy): boolean {
  return attempt.some(({ response }) => response?.status === limit.status);
}
