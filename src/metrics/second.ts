import type { CustomSample, Sample } from '../model/sample.ts';
import type {
  CustomWindow,
  EncodedHistogram,
  SeriesKey,
  SeriesWindow,
  SignalWindow,
  Timing,
  Window,
} from '../model/window.ts';
import { Histogram } from './histogram.ts';

/** Parts of a unit that a histogram counts in: microseconds of a millisecond, thousandths of a custom value. */
export const PARTS = 1000;

interface Series {
  readonly key: SeriesKey;
  count: number;
  bytes: number;
  readonly histograms: Partial<Record<Timing, Histogram>>;
}

interface Custom {
  readonly name: string;
  readonly sample: CustomSample;
  sum: number;
  readonly histogram: Histogram;
}

/** Everything that was recorded for one second of intended start and has not been handed out yet. */
export class Second {
  readonly #second: number;
  readonly #series = new Map<string, Series>();
  readonly #customs = new Map<string, Custom>();
  readonly #signals: SignalWindow[] = [];

  constructor(second: number) {
    this.#second = second;
  }

  /** Counts a sample; `endpoint` and `version` are its names after the bound on names was kept. */
  record(sample: Sample, endpoint: string, version: string): void {
    const series = this.#seriesOf(sample, endpoint, version);
    series.count += 1;
    series.bytes += sample.bytes;
    if (sample.outcome === 'dropped') return;
    add(series, 'latency', sample.ended - sample.intended);
    if (sample.outcome === 'cut') return;
    add(series, 'service', sample.ended - sample.started);
    if (sample.firstByte !== undefined) add(series, 'ttfb', sample.firstByte - sample.intended);
    if (sample.firstEvent !== undefined) add(series, 'first_event', sample.firstEvent - sample.intended);
    if (sample.connect !== undefined) add(series, 'connect', sample.connect);
  }

  recordCustom(sample: CustomSample, name: string): void {
    const id = [sample.arm, sample.phase, sample.scenario, name].join('\n');
    let custom = this.#customs.get(id);
    if (!custom) {
      custom = { name, sample, sum: 0, histogram: new Histogram() };
      this.#customs.set(id, custom);
    }
    custom.sum += sample.value;
    custom.histogram.add(sample.value * PARTS);
  }

  recordSignal(signal: SignalWindow): void {
    this.#signals.push(signal);
  }

  window(): Window {
    return {
      second: this.#second,
      series: [...this.#series.values()].map((series) => this.#seriesWindow(series)),
      signals: this.#signals,
      customs: [...this.#customs.values()].map((custom) => this.#customWindow(custom)),
    };
  }

  #seriesOf(sample: Sample, endpoint: string, version: string): Series {
    const { arm, phase, scenario, identityClass, outcome } = sample;
    const id = `${arm}\n${phase}\n${scenario}\n${outcome}\n${identityClass}\n${endpoint}\n${version}`;
    let series = this.#series.get(id);
    if (!series) {
      const key = { arm, phase, scenario, endpoint, identityClass, version, outcome };
      series = { key, count: 0, bytes: 0, histograms: {} };
      this.#series.set(id, series);
    }
    return series;
  }

  #seriesWindow({ key, count, bytes, histograms }: Series): SeriesWindow {
    const encoded: Partial<Record<Timing, EncodedHistogram>> = {};
    for (const [timing, histogram] of Object.entries(histograms))
      encoded[timing as Timing] = histogram.encode();
    return { second: this.#second, key, count, bytes, histograms: encoded };
  }

  #customWindow({ name, sample, sum, histogram }: Custom): CustomWindow {
    const { scenario, arm, phase } = sample;
    const encoded = histogram.encode();
    return {
      second: this.#second,
      custom: name,
      scenario,
      arm,
      phase,
      count: histogram.count,
      sum,
      histogram: encoded,
    };
  }
}

function add(series: Series, timing: Timing, milliseconds: number): void {
  let histogram = series.histograms[timing];
  if (!histogram) {
    histogram = new Histogram();
    series.histograms[timing] = histogram;
  }
  histogram.add(milliseconds * PARTS);
}
