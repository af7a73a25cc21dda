import { Histogram } from '../metrics/histogram.ts';
import { ANSWERED, percentilesOf } from '../metrics/summary.ts';
import type { Progress } from '../model/progress.ts';
import type { Outcome } from '../model/sample.ts';
import type { SeriesWindow, Window } from '../model/window.ts';

const FAILED: ReadonlySet<Outcome> = new Set(['unexpected', '4xx', '5xx', 'network', 'timeout', 'dropped']);

/** Tells of each closed second of the load that had requests. */
export class Ticker {
  readonly #progress: Progress;
  readonly #now: () => number;
  #from = 0;
  #planned = 0;
  #requests = 0;
  #failed = 0;
  #limited = 0;

  constructor(progress: Progress, now: () => number) {
    this.#progress = progress;
    this.#now = now;
  }

  /** A load begins that takes so many milliseconds at most. */
  begin(planned: number): void {
    this.#from = this.#now();
    this.#planned = planned;
    this.#requests = 0;
    this.#failed = 0;
    this.#limited = 0;
  }

  tell({ series }: Window): void {
    const rate = sum(series, () => true);
    if (rate === 0) return;
    this.#requests += rate;
    this.#failed += sum(series, (outcome) => FAILED.has(outcome));
    this.#limited += sum(series, (outcome) => outcome === '429');
    this.#progress({
      kind: 'second',
      elapsed: Math.round((this.#now() - this.#from) / 1000),
      planned: this.#planned / 1000,
      rate,
      requests: this.#requests,
      failed: this.#failed,
      limited: this.#limited,
      p95: p95(series),
    });
  }
}

function sum(series: readonly SeriesWindow[], counts: (outcome: Outcome) => boolean): number {
  return series.reduce((total, { key, count }) => (counts(key.outcome) ? total + count : total), 0);
}

function p95(series: readonly SeriesWindow[]): number | null {
  const latency = new Histogram();
  for (const { key, histograms } of series)
    if (ANSWERED.has(key.outcome)) latency.merge(histograms.latency ?? []);
  return percentilesOf(latency)?.p95 ?? null;
}
