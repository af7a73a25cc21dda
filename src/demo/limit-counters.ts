import { setTimeout as sleep } from 'node:timers/promises';
import type { DefectId } from './defects.ts';

interface Counter {
  current: number;
  startedAt: number;
  exceededAt?: number;
  /** It was exceeded once, in this window or before. */
  exceeded?: boolean;
}

export interface Hit {
  readonly current: number;
  /** Milliseconds until there is room again. */
  readonly ttl: number;
}

/** Milliseconds between look-up and note of the check-then-act defect. */
const RACE = 25;

/** Fixed windows from the first hit, and a log that slides for exports; shared by all routes of a class and both listeners. */
export class LimitCounters {
  readonly #counters = new Map<string, Counter>();
  readonly #logs = new Map<string, number[]>();
  readonly #defects: ReadonlySet<DefectId>;

  constructor(defects: ReadonlySet<DefectId> = new Set()) {
    this.#defects = defects;
  }

  hit(key: string, window: number, limit: number): Hit {
    const now = Date.now();
    if (key.startsWith('exports ') && !this.#defects.has('limit-does-not-slide'))
      return this.#slide(key, window, limit, now);
    const counter = this.#counter(key, window, limit, now);
    counter.current++;
    const agent = key.startsWith('agent ');
    if (counter.current > limit && agent) {
      counter.exceededAt ??= now;
      counter.exceeded = true;
    }
    const forgiven = agent && this.#defects.has('limit-not-enforced');
    return {
      current: forgiven ? Math.min(counter.current, limit) : counter.current,
      ttl: Math.max(1, counter.startedAt + window - now),
    };
  }

  /** The same; with the check-then-act defect agents are noted a while after they were counted. */
  async count(key: string, window: number, limit: number): Promise<Hit> {
    if (!this.#defects.has('limit-race') || !key.startsWith('agent ')) return this.hit(key, window, limit);
    const now = Date.now();
    const counter = this.#counter(key, window, limit, now);
    const current = counter.current + 1;
    await sleep(RACE);
    counter.current = current;
    return { current, ttl: Math.max(1, counter.startedAt + window - now) };
  }

  #counter(key: string, window: number, limit: number, now: number): Counter {
    const known = this.#counters.get(key);
    if (known !== undefined && !this.#isOver(known, window, now)) return known;
    const exceeded = known?.exceeded === true && this.#defects.has('limit-half-back');
    const counter: Counter = { current: exceeded ? limit / 2 : 0, startedAt: now, exceeded };
    this.#counters.delete(key);
    this.#counters.set(key, counter);
    this.#forget(window, now);
    return counter;
  }

  /** Only requests that were served count. */
  #slide(key: string, window: number, limit: number, now: number): Hit {
    const log = (this.#logs.get(key) ?? []).filter((at) => at > now - window);
    const current = log.length + 1;
    if (current <= limit) log.push(now);
    this.#logs.set(key, log);
    return { current, ttl: Math.max(1, (log[0] ?? now) + window - now) };
  }

  /** With a defect agents that exceeded their limit stay shut out unannounced, for three windows. */
  #isOver({ startedAt, exceededAt }: Counter, window: number, now: number): boolean {
    const penalty = this.#defects.has('limit-no-recovery') ? 3 * window : 0;
    if (exceededAt !== undefined && now < exceededAt + penalty) return false;
    return now >= startedAt + window;
  }

  #forget(window: number, now: number): void {
    let looked = 0;
    for (const [key, counter] of this.#counters) {
      if (++looked > 4) return;
      const remembered = counter.exceeded === true && this.#defects.has('limit-half-back');
      if (!remembered && this.#isOver(counter, window, now)) this.#counters.delete(key);
    }
  }
}

/** Store class for `@fastify/rate-limit` over the service's own counters, so that routes and listeners share them. */
export function storeOver(counters: LimitCounters) {
  return class SharedStore {
    incr(
      key: string,
      callback: (error: Error | null, result?: Hit) => void,
      window: number,
      limit: number,
    ): void {
      void counters.count(key, window, limit).then((hit) => callback(null, hit));
    }
    child(): SharedStore {
      return this;
    }
  };
}
