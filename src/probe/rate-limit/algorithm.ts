import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { retryAfterOf } from '../retry-after.ts';
import { readLimitHeaders } from './headers.ts';
import { firstBurst } from './judge.ts';

/** How a limit seems to count; a window from the first request and a log of requests look the same to one client. */
export type Algorithm = 'window' | 'bucket' | 'unknown';

/** What was seen of one limit; times in ms. */
export interface Signs {
  readonly quota: number;
  readonly window: number;
  /** Served at once until the first rejection, in this time. */
  readonly admitted: number;
  readonly elapsed: number;
  /** The wait that the rejection asked for. */
  readonly retryAfter?: number;
  /** What remained with the first request after a wait, and the time since the rejection. */
  readonly remaining?: number;
  readonly waited?: number;
}

/** Signs that must agree. */
const ENOUGH = 2;
/** Headers round to whole seconds. */
const ROUNDING = 1000;

/** How the limit counts, where two signs agree and none contradicts. */
export function inferAlgorithm(signs: Signs): Algorithm {
  const votes = [byCapacity(signs), byWait(signs), byRecovery(signs)].filter((vote) => vote !== undefined);
  const [first] = votes;
  if (first === undefined || votes.length < ENOUGH) return 'unknown';
  return votes.every((vote) => vote === first) ? first : 'unknown';
}

/** What the exchanges of a limit show. */
export function signsOf(exchanges: readonly Exchange[], { quota, window }: LimitPolicy): Signs | undefined {
  const burst = firstBurst(exchanges);
  if (burst?.end !== 'rejected') return undefined;
  const { seconds } = retryAfterOf(burst.last);
  const served = exchanges.find(
    ({ role, response }) => role === 'recovery' && (response?.status ?? 500) < 300,
  );
  const { remaining } = readLimitHeaders(served?.response?.headers ?? []);
  return {
    ...{ quota, window, admitted: burst.admitted, elapsed: burst.elapsed },
    ...(seconds !== undefined && { retryAfter: seconds * 1000 }),
    ...(served &&
      remaining !== undefined && { remaining, waited: served.timing.sent - burst.last.timing.ended }),
  };
}

/** A window holds the quota, no more and no less; a bucket may hold less, or fills up meanwhile. */
function byCapacity({ quota, admitted, elapsed, window }: Signs): Algorithm | undefined {
  const refilled = Math.floor((elapsed * quota) / window);
  if (admitted < quota / 2 || (refilled >= 2 && admitted > quota && admitted <= quota + refilled + 1))
    return 'bucket';
  return admitted === quota ? 'window' : undefined;
}

/** A window asks to wait for its end, a bucket for one place. Short windows cannot be told from rounding. */
function byWait({ retryAfter, window, quota, elapsed }: Signs): Algorithm | undefined {
  if (retryAfter === undefined || window < 4 * ROUNDING) return undefined;
  if (Math.abs(retryAfter - (window - elapsed)) <= ROUNDING) return 'window';
  return retryAfter <= Math.max(ROUNDING, (2 * window) / quota) ? 'bucket' : undefined;
}

/** After the wait a window is full again; a bucket has what flowed into it. */
function byRecovery({ remaining, waited, quota, window }: Signs): Algorithm | undefined {
  if (remaining === undefined || waited === undefined) return undefined;
  const flowed = (waited * quota) / window;
  if (flowed < quota / 2) return Math.abs(remaining + 1 - flowed) <= 2 ? 'bucket' : undefined;
  return waited >= window && remaining >= quota - 2 ? 'window' : undefined;
}
