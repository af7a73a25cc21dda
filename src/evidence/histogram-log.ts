import { build, type Histogram as HdrHistogram, HistogramLogWriter } from 'hdr-histogram-js';
import { Histogram, lowestOf } from '../metrics/histogram.ts';
import type { SeriesWindow, Window } from '../model/window.ts';

/** Supplements of a second come at most a request's timeout later; what comes later still is an interval of its own. */
const HELD = 60;

type Tagged = Map<string, Histogram>;

/**
 * Writes windows as an HdrHistogram log (format 1.3, histograms V2 compressed), which the standard tools read: latency of
 * `ok` requests in microseconds, an interval a second, tagged by scenario; those of the baseline as `baseline.<scenario>`.
 * `startedAt` is in milliseconds since the epoch.
 */
export async function writeHistogramLog(
  windows: AsyncIterable<Window>,
  startedAt: number,
  write: (text: string) => void,
): Promise<void> {
  const log = new HistogramLogWriter(write);
  writeHead(log, startedAt);
  const open = new Map<number, Tagged>();
  for await (const window of windows) {
    for (const series of window.series) collect(open, series);
    writeSeconds(log, open, (second) => second < window.second - HELD);
  }
  writeSeconds(log, open, () => true);
}

function writeHead(log: HistogramLogWriter, startedAt: number): void {
  const seconds = (startedAt / 1000).toFixed(3);
  log.outputLogFormatVersion();
  log.outputComment(`[StartTime: ${seconds} (seconds since epoch), ${new Date(startedAt).toISOString()}]`);
  log.outputComment(`[BaseTime: ${seconds} (seconds since epoch)]`);
  log.outputComment(
    '[Latency of ok requests from their intended start, in microseconds; maximum in milliseconds]',
  );
  log.outputLegend();
}

function collect(open: Map<number, Tagged>, { second, key, histograms }: SeriesWindow): void {
  if (key.outcome !== 'ok' || key.phase === 'warmup' || histograms.latency === undefined) return;
  const tag = key.arm === 'baseline' ? `baseline.${key.scenario}` : key.scenario;
  const tagged = open.get(second) ?? new Map<string, Histogram>();
  const histogram = tagged.get(tag) ?? new Histogram();
  histogram.merge(histograms.latency);
  open.set(second, tagged.set(tag, histogram));
}

function writeSeconds(
  log: HistogramLogWriter,
  open: Map<number, Tagged>,
  wanted: (second: number) => boolean,
): void {
  for (const second of [...open.keys()].filter(wanted).sort((a, b) => a - b)) {
    for (const [tag, histogram] of open.get(second)!)
      log.outputIntervalHistogram(standard(histogram, tag), second, second + 1);
    open.delete(second);
  }
}

/** The same counts as the library keeps them: the bucket layouts are one. */
function standard(histogram: Histogram, tag: string): HdrHistogram {
  const copy = build({ bitBucketSize: 'packed', numberOfSignificantValueDigits: 3 });
  for (const [index, count] of histogram.buckets()) copy.recordValueWithCount(lowestOf(index), count);
  copy.tag = tag;
  return copy;
}
