import type { CustomWindow, EncodedHistogram, SeriesWindow, Timing, Window } from '../model/window.ts';

/** Windows in a form that crosses threads: `postMessage(packed, [packed.counts])` moves the counts without a copy. */
export interface PackedWindows {
  /** Everything but the histograms, and how many numbers each of those has. */
  readonly meta: readonly PackedWindow[];
  /** All histograms in the order of `meta`, as doubles, which hold every count exactly. */
  readonly counts: ArrayBuffer;
}

interface PackedWindow extends Pick<Window, 'second' | 'signals'> {
  readonly series: readonly PackedSeries[];
  readonly customs: readonly PackedCustom[];
}

interface PackedSeries extends Omit<SeriesWindow, 'histograms'> {
  readonly lengths: Readonly<Partial<Record<Timing, number>>>;
}

interface PackedCustom extends Omit<CustomWindow, 'histogram'> {
  readonly length: number;
}

export function pack(windows: readonly Window[]): PackedWindows {
  const histograms: EncodedHistogram[] = [];
  const put = (histogram: EncodedHistogram) => {
    histograms.push(histogram);
    return histogram.length;
  };
  const meta = windows.map(({ second, series, signals, customs }) => ({
    second,
    series: series.map(({ histograms, ...facts }) => ({ ...facts, lengths: mapped(histograms, put) })),
    signals,
    customs: customs.map(({ histogram, ...facts }) => ({ ...facts, length: put(histogram) })),
  }));
  return { meta, counts: joined(histograms).buffer };
}

/** The windows that were packed. */
export function unpack({ meta, counts }: PackedWindows): Window[] {
  const numbers = new Float64Array(counts);
  let taken = 0;
  const take = (length: number): EncodedHistogram => {
    // Array.from() takes six times as long.
    const histogram: number[] = [];
    for (const end = taken + length; taken < end; taken += 1) histogram.push(numbers[taken]!);
    return histogram;
  };
  return meta.map(({ second, series, signals, customs }) => ({
    second,
    series: series.map(({ lengths, ...facts }) => ({ ...facts, histograms: mapped(lengths, take) })),
    signals,
    customs: customs.map(({ length, ...facts }) => ({ ...facts, histogram: take(length) })),
  }));
}

function mapped<From, To>(
  timings: Readonly<Partial<Record<Timing, From>>>,
  change: (from: From) => To,
): Partial<Record<Timing, To>> {
  const changed: Partial<Record<Timing, To>> = {};
  for (const [timing, from] of Object.entries(timings) as [Timing, From][]) changed[timing] = change(from);
  return changed;
}

function joined(histograms: readonly EncodedHistogram[]): Float64Array<ArrayBuffer> {
  const length = histograms.reduce((sum, histogram) => sum + histogram.length, 0);
  const numbers = new Float64Array(length);
  let end = 0;
  for (const histogram of histograms) {
    numbers.set(histogram, end);
    end += histogram.length;
  }
  return numbers;
}
