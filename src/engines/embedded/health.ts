import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Histogram } from '../../metrics/histogram.ts';
import type { ShardHealth } from './shard-health.ts';

const RESOLUTION = 10;
const NANOSECONDS = 1e6;
const MICROSECONDS = 1000;

/** Watches one thread of the generator while it loads. */
export class HealthMonitor {
  readonly #lag = new Histogram();
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #now: () => number;
  readonly #began: number;
  readonly #cpu = process.threadCpuUsage();
  readonly #notes = new Map<string, number>();
  readonly #spun: () => number;
  #planned = 0;
  #missed = 0;

  /** `spun` tells the milliseconds that were spent waiting in turns of the event loop. */
  constructor(now: () => number, spun: () => number) {
    this.#now = now;
    this.#spun = spun;
    this.#began = now();
    this.#delay.enable();
  }

  /** How late an arrival was sent although a virtual user was free, in ms. */
  lag(milliseconds: number): void {
    this.#lag.add(milliseconds * MICROSECONDS);
  }

  planned(): void {
    this.#planned += 1;
  }

  /** Arrivals that were due and never started, by our own doing. */
  missed(count: number, why: string): void {
    this.#missed += count;
    this.note(why, count);
  }

  /** Something worth telling; the same text is told once, with its count. */
  note(text: string, count = 1): void {
    this.#notes.set(text, (this.#notes.get(text) ?? 0) + count);
  }

  stop(): ShardHealth {
    this.#delay.disable();
    const { user, system } = process.threadCpuUsage(this.#cpu);
    return {
      planned: this.#planned,
      missed: this.#missed,
      lag: this.#lag.encode(),
      eventLoopDelayP99: delay(this.#delay.percentile(99)),
      cpuMs: (user + system) / MICROSECONDS,
      spunMs: this.#spun(),
      elapsedMs: this.#now() - this.#began,
      notes: [...this.#notes],
    };
  }
}

/** The histogram holds the time between two ticks of a timer, its own interval included. */
function delay(nanoseconds: number): number {
  const milliseconds = nanoseconds / NANOSECONDS - RESOLUTION;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}
