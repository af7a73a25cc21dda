import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { GeneratorHealth } from '../../model/engine.ts';

const RESOLUTION = 10;
const NANOSECONDS = 1e6;

/** Watches the generator itself while it loads. */
export class HealthMonitor {
  readonly #lag = createHistogram();
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #now: () => number;
  readonly #began: number;
  readonly #cpu = process.cpuUsage();
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
    this.#lag.record(Math.max(1, Math.round(milliseconds * 1000)));
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

  stop(): GeneratorHealth {
    this.#delay.disable();
    const elapsed = Math.max(1, this.#now() - this.#began);
    const { user, system } = process.cpuUsage(this.#cpu);
    const busy = (user + system) / 1000 - this.#spun();
    return {
      sendLagP99: this.#lag.count === 0 ? 0 : this.#lag.percentile(99) / 1000,
      eventLoopDelayP99: delay(this.#delay.percentile(99)),
      cpu: Math.min(1, Math.max(0, busy / elapsed)),
      missedRate: this.#planned === 0 ? 0 : this.#missed / this.#planned,
      notes: [...this.#notes].map(([text, count]) => (count > 1 ? `${text} (${count} times)` : text)),
    };
  }
}

/** The histogram holds the time between two ticks of a timer, its own interval included. */
function delay(nanoseconds: number): number {
  const milliseconds = nanoseconds / NANOSECONDS - RESOLUTION;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}
