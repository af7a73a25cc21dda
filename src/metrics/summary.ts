import type { LoadSummary, Percentiles } from '../model/report.ts';
import type { Outcome } from '../model/sample.ts';
import type { SeriesWindow } from '../model/window.ts';
import { Histogram, PARTS } from './histogram.ts';

/** Outcomes of requests that were answered, rightly or not. */
export const ANSWERED: ReadonlySet<Outcome> = new Set(['ok', 'unexpected', '4xx', '429', '5xx']);

/** Counts and timings of a group of series, in constant memory. */
export class Summary {
  readonly #outcomes: Partial<Record<Outcome, number>> = {};
  readonly #latency = new Histogram();
  readonly #service = new Histogram();
  readonly #duration = new Histogram();
  readonly #firstEvent = new Histogram();
  #bytes = 0;
  #requests = 0;

  get requests(): number {
    return this.#requests;
  }

  add({ key, count, bytes, histograms }: SeriesWindow): void {
    const { outcome } = key;
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + count;
    this.#bytes += bytes;
    this.#requests += requestsOf(outcome, count);
    if (ANSWERED.has(outcome)) this.#duration.merge(histograms.service ?? []);
    if (outcome !== 'ok') return;
    this.#latency.merge(histograms.latency ?? []);
    this.#service.merge(histograms.service ?? []);
    this.#firstEvent.merge(histograms.first_event ?? []);
  }

  /** `rate` is in requests per second: a group does not know its own time. */
  report(rate: number): LoadSummary {
    return {
      requests: this.#requests,
      outcomes: { ...this.#outcomes },
      bytes: this.#bytes,
      rate,
      latency: percentilesOf(this.#latency),
      service: percentilesOf(this.#service),
      duration: percentilesOf(this.#duration),
      firstEvent: percentilesOf(this.#firstEvent),
    };
  }
}

/** How many of these were sent: an arrival that found no virtual user never was. */
export function requestsOf(outcome: Outcome, count: number): number {
  return outcome === 'dropped' ? 0 : count;
}

/** Percentiles in milliseconds of a histogram in microseconds; null when it is empty. */
export function percentilesOf(histogram: Histogram): Percentiles | null {
  if (histogram.count === 0) return null;
  const at = (percent: number) => histogram.percentile(percent) / PARTS;
  return {
    count: histogram.count,
    min: histogram.min / PARTS,
    mean: histogram.mean / PARTS,
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    max: histogram.max / PARTS,
  };
}
