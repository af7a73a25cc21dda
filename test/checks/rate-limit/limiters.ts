import { setTimeout as sleep } from 'node:timers/promises';

/** What a limiter says of one request; times in ms. */
export interface Verdict {
  readonly admitted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the quota is full again. */
  readonly reset: number;
  /** Until the next request is admitted. */
  readonly wait: number;
}

export type Limiter = (key: string, now: number) => Verdict;
export type LimiterKind = 'fixed' | 'calendar' | 'sliding-log' | 'sliding-counter' | 'bucket' | 'leaky';

/** Correct limiters, one of each algorithm in use. */
export function limiterOf(kind: LimiterKind, limit: number, window: number): Limiter {
  return LIMITERS[kind](limit, window);
}

const LIMITERS: Readonly<Record<LimiterKind, (limit: number, window: number) => Limiter>> = {
  fixed: (limit, window) => {
    const windows = new Map<string, { start: number; count: number }>();
    return (key, now) => {
      const known = windows.get(key);
      const current = known && now < known.start + window ? known : { start: now, count: 0 };
      windows.set(key, current);
      current.count += 1;
      return counted(limit, current.count, current.start + window - now);
    };
  },
  calendar: (limit, window) => {
    const counts = new Map<string, number>();
    return (key, now) => {
      const start = Math.floor(now / window) * window;
      const count = (counts.get(`${key} ${start}`) ?? 0) + 1;
      counts.set(`${key} ${start}`, count);
      return counted(limit, count, start + window - now);
    };
  },
  'sliding-log': (limit, window) => {
    const logs = new Map<string, number[]>();
    return (key, now) => {
      const log = (logs.get(key) ?? []).filter((at) => at > now - window);
      const admitted = log.length < limit;
      if (admitted) log.push(now);
      logs.set(key, log);
      const wait = admitted ? 0 : log[0]! + window - now;
      return {
        admitted,
        limit,
        remaining: limit - log.length,
        reset: (log.at(-1) ?? now) + window - now,
        wait,
      };
    };
  },
  'sliding-counter': (limit, window) => {
    const counts = new Map<string, number>();
    return (key, now) => {
      const start = Math.floor(now / window) * window;
      const before = counts.get(`${key} ${start - window}`) ?? 0;
      const current = counts.get(`${key} ${start}`) ?? 0;
      const used = before * (1 - (now - start) / window) + current;
      const admitted = used + 1 <= limit;
      if (admitted) counts.set(`${key} ${start}`, current + 1);
      const reset = start + 2 * window - now;
      return { admitted, limit, remaining: Math.max(0, Math.floor(limit - used - 1)), reset, wait: window };
    };
  },
  bucket: (limit, window) => bucket(limit, limit / window),
  leaky: (limit, window) => bucket(3, limit / window),
};

/** Of `size` tokens, filled up at `rate` per ms. */
function bucket(size: number, rate: number): Limiter {
  const levels = new Map<string, { tokens: number; at: number }>();
  return (key, now) => {
    const known = levels.get(key) ?? { tokens: size, at: now };
    const tokens = Math.min(size, known.tokens + (now - known.at) * rate);
    const admitted = tokens >= 1;
    const left = admitted ? tokens - 1 : tokens;
    levels.set(key, { tokens: left, at: now });
    return {
      admitted,
      limit: size,
      remaining: Math.floor(left),
      reset: (size - left) / rate,
      wait: admitted ? 0 : (1 - left) / rate,
    };
  };
}

/** A fixed window that is read, and written a while later: of requests at the same moment one counts. */
export function racing(limit: number, window: number, pause: number): (key: string) => Promise<Verdict> {
  const windows = new Map<string, { start: number; count: number }>();
  return async (key) => {
    const now = Date.now();
    const known = windows.get(key);
    const current = known && now < known.start + window ? known : { start: now, count: 0 };
    windows.set(key, current);
    const count = current.count + 1;
    await sleep(pause);
    current.count = count;
    return counted(limit, count, current.start + window - now);
  };
}

/** Fixed windows; who exceeded one has half of the next ones. */
export function halving(limit: number, window: number): Limiter {
  const [whole, half] = [limiterOf('fixed', limit, window), limiterOf('fixed', limit / 2, window)];
  const exceeded = new Map<string, number>();
  return (key, now) => {
    const since = exceeded.get(key);
    if (since !== undefined && now >= since + window) return half(key, now);
    const verdict = whole(key, now);
    if (!verdict.admitted) exceeded.set(key, since ?? now + verdict.wait - window);
    return verdict;
  };
}

/** Counts each request a while after it came. */
export function slowed(limiter: Limiter, pause: number): (key: string) => Promise<Verdict> {
  return async (key) => {
    await sleep(pause);
    return limiter(key, Date.now());
  };
}

/** The same, from the first rejection on. */
export function slowedAfter(limiter: Limiter, pause: number): (key: string) => Promise<Verdict> {
  let rejected = false;
  return async (key) => {
    if (rejected) await sleep(pause);
    const verdict = limiter(key, Date.now());
    rejected ||= !verdict.admitted;
    return verdict;
  };
}

/** Holds up one request, by its place after the first rejection, before it is counted. */
export function heldUp(limiter: Limiter, pause: number, place = 1): (key: string) => Promise<Verdict> {
  let after: number | undefined;
  return async (key) => {
    if (after !== undefined) after += 1;
    if (after === place) await sleep(pause);
    const verdict = limiter(key, Date.now());
    if (!verdict.admitted) after ??= 0;
    return verdict;
  };
}

function counted(limit: number, count: number, reset: number): Verdict {
  const admitted = count <= limit;
  return { admitted, limit, remaining: Math.max(0, limit - count), reset, wait: admitted ? 0 : reset };
}
