import { Histogram } from '../metrics/histogram.ts';
import type { EncodedHistogram, SeriesWindow, Window } from '../model/window.ts';
import { encodeHistogram } from './histogram-encoding.ts';

/** Supplements of a second come at most a request's timeout later; what comes later still is an interval of its own. */
const HELD = 60;

/** Parts of the intervals of one second, by tag. */
type Tagged = Map<string, EncodedHistogram[]>;

/**
 * Writes windows as an HdrHistogram log (format 1.3, histograms V2 compressed), which the standard tools read: latency of
 * `ok` requests in microseconds, an interval a second, tagged by scenario; those of the baseline as `baseline.<scenario>`.
 * Intervals are written while windows come, a minute behind them. `startedAt` is in milliseconds since the epoch.
 */
export class HistogramLog {
  readonly #line: (text: string) => void;
  readonly #open = new Map<number, Tagged>();

  constructor(startedAt: number, line: (text: string) => void) {
    this.#line = line;
    for (const text of headOf(startedAt)) line(text);
  }

  add(window: Window): void {
    for (const series of window.series) collect(this.#open, series);
    this.#write((second) => second < window.second - HELD);
  }

  /** Writes the intervals that are still held. */
  end(): void {
    this.#write(() => true);
  }

  #write(wanted: (second: number) => boolean): void {
    for (const second of [...this.#open.keys()].filter(wanted).sort((a, b) => a - b)) {
      for (const [tag, parts] of this.#open.get(second)!) this.#line(intervalOf(second, tag, parts));
      this.#open.delete(second);
    }
  }
}

function headOf(startedAt: number): string[] {
  const seconds = (startedAt / 1000).toFixed(3);
  return [
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${seconds} (seconds since epoch), ${new Date(startedAt).toISOString()}]`,
    `#[BaseTime: ${seconds} (seconds since epoch)]`,
    '#[Latency of ok requests from their intended start, in microseconds; maximum in milliseconds]',
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
  ];
}

function collect(open: Map<number, Tagged>, { second, key, histograms }: SeriesWindow): void {
  if (key.outcome !== 'ok' || key.phase === 'warmup' || histograms.latency === undefined) return;
  const tag = key.arm === 'baseline' ? `baseline.${key.scenario}` : key.scenario;
  const tagged = open.get(second) ?? new Map<string, EncodedHistogram[]>();
  tagged.set(tag, [...(tagged.get(tag) ?? []), histograms.latency]);
  open.set(second, tagged);
}

function intervalOf(second: number, tag: string, parts: readonly EncodedHistogram[]): string {
  const whole = new Histogram();
  for (const part of parts) whole.merge(part);
  const milliseconds = (whole.max / 1000).toFixed(3);
  return `Tag=${tag},${second.toFixed(3)},1.000,${milliseconds},${encodeHistogram(whole.buckets())}`;
}
