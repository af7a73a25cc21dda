import type { Endpoint } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { admissionOf } from './actor.ts';
import { burstsOf, inStage } from './judge.ts';
import { placesBack, spanOf } from './span.ts';

/** What one quota let through, of one attempt. */
export interface Total {
  /** `less` than it should; `full` as much, or no more than it may; `over`; `open` where it cannot be told. */
  readonly kind: 'less' | 'full' | 'over' | 'open';
  readonly admitted: number;
  /** From the first request sent to the last answer, ms. */
  readonly elapsed: number;
  /** Whether a rejection showed that there was no more. */
  readonly rejected: boolean;
  readonly exchanges: readonly Exchange[];
}

/** Most that a correct limit lets through in this time: buckets fill up meanwhile, and may be off by one. */
export function allowance(limit: LimitPolicy, capacity: number, elapsed: number): number {
  const most = Math.max(limit.quota, capacity);
  return limit.algorithm === 'fixed-window' ? most : most + Math.floor(placesBack(limit, elapsed)) + 1;
}

/** Most that shows a quota to be kept to: what a slow burst got beyond it may be due to its time, or not. */
export function proper(limit: LimitPolicy, capacity: number, elapsed: number): number {
  const back = limit.algorithm === 'token-bucket' ? Math.floor(placesBack(limit, elapsed)) : 0;
  return Math.min(allowance(limit, capacity, elapsed), limit.quota + back + 1);
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
  const elapsed = spanOf(attempt);
  const rejected = attempt.some(({ response }) => response?.status === limit.status);
  const odd = raced.includes('odd') || bursts.some(({ end }) => end === 'odd');
  const kind = odd || elapsed >= limit.window ? 'open' : kindOf(admitted, elapsed, { limit, capacity });
  const total = { admitted, elapsed, rejected, exchanges: attempt };
  return { ...total, kind: kind === 'less' && !rejected ? 'open' : kind };
}

/** Of what was let through within one window. One less is within what approximate counters may do. */
function kindOf(
  admitted: number,
  elapsed: number,
  { limit, capacity }: { limit: LimitPolicy; capacity: number },
): Total['kind'] {
  if (admitted > allowance(limit, capacity, elapsed)) return 'over';
  const least = Math.min(capacity, limit.quota) - 1;
  if (admitted < least) return 'less';
  // What came back while a bucket was asked was not there when it began.
  const back = limit.algorithm === 'token-bucket' ? Math.floor(placesBack(limit, elapsed)) : 0;
  return admitted - back >= least ? 'full' : 'open';
}
