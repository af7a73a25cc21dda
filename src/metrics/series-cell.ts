import type { Sample } from '../model/sample.ts';
import {
  type EncodedHistogram,
  type SeriesKey,
  type SeriesWindow,
  TIMINGS,
  type Timing,
} from '../model/window.ts';
import { DenseHistogram, type Pages } from './dense-histogram.ts';
import { PARTS } from './histogram.ts';

/** What one series counted in one second. */
export class SeriesCell {
  readonly #second: number;
  readonly #key: SeriesKey;
  readonly #timings: Readonly<Record<Timing, DenseHistogram>>;
  #count = 0;
  #bytes = 0;

  constructor(second: number, key: SeriesKey, pages: Pages) {
    this.#second = second;
    this.#key = key;
    this.#timings = {
      latency: new DenseHistogram(pages),
      service: new DenseHistogram(pages),
      ttfb: new DenseHistogram(pages),
      first_event: new DenseHistogram(pages),
      connect: new DenseHistogram(pages),
    };
  }

  /** Whether a sample of that second is counted here. What differs most often is compared first. */
  holds(second: number, sample: Sample): boolean {
    const key = this.#key;
    return (
      this.#second === second &&
      key.endpoint === sample.endpoint &&
      key.outcome === sample.outcome &&
      key.version === sample.version &&
      key.identityClass === sample.identityClass &&
      key.scenario === sample.scenario &&
      key.phase === sample.phase &&
      key.arm === sample.arm
    );
  }

  /** Times are rounded before they are handed on: a call may have to allocate a double, but never a small integer. */
  add(sample: Sample): void {
    this.#count += 1;
    this.#bytes += sample.bytes;
    const { outcome, intended, ended, firstByte, firstEvent, connect } = sample;
    if (outcome === 'dropped') return;
    const timings = this.#timings;
    timings.latency.add(Math.round((ended - intended) * PARTS));
    if (outcome === 'cut') return;
    timings.service.add(Math.round((ended - sample.started) * PARTS));
    if (isPresent(firstByte)) timings.ttfb.add(Math.round((firstByte - intended) * PARTS));
    if (isPresent(firstEvent)) timings.first_event.add(Math.round((firstEvent - intended) * PARTS));
    if (isPresent(connect)) timings.connect.add(Math.round(connect * PARTS));
  }

  merge({ count, bytes, histograms }: SeriesWindow): void {
    this.#count += count;
    this.#bytes += bytes;
    for (const timing of TIMINGS) this.#timings[timing].merge(histograms[timing] ?? []);
  }

  window(): SeriesWindow {
    const histograms: Partial<Record<Timing, EncodedHistogram>> = {};
    for (const timing of TIMINGS) {
      const encoded = this.#timings[timing].encode();
      if (encoded.length > 0) histograms[timing] = encoded;
    }
    return { second: this.#second, key: this.#key, count: this.#count, bytes: this.#bytes, histograms };
  }

  /** Gives the memory of its counts back, at the end of its use. */
  release(): void {
    for (const timing of TIMINGS) this.#timings[timing].release();
  }
}

function isPresent(time: number | undefined): time is number {
  return time !== undefined && !Number.isNaN(time);
}
