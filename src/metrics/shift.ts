import type { EncodedHistogram, Window } from '../model/window.ts';
import { bucketOf, highestOf, lowestOf } from './histogram.ts';

/** The same window with every value made less by a factor from 1 on, down to the bucket below. */
export function lowered(window: Window, factor: number): Window {
  return moved(window, (index) => bucketOf(Math.floor(lowestOf(index) / factor)));
}

/** The same window with every value made greater by a factor from 1 on, up to the bucket above. */
export function raised(window: Window, factor: number): Window {
  return moved(window, (index) => bucketOf(Math.ceil(highestOf(index) * factor)));
}

type Move = (index: number) => number;

function moved(window: Window, move: Move): Window {
  return {
    ...window,
    series: window.series.map((series) => ({
      ...series,
      histograms: Object.fromEntries(
        Object.entries(series.histograms).map(([timing, histogram]) => [timing, shifted(histogram, move)]),
      ),
    })),
    customs: window.customs.map((custom) => ({ ...custom, histogram: shifted(custom.histogram, move) })),
  };
}

function shifted(histogram: EncodedHistogram, move: Move): EncodedHistogram {
  const counts: number[] = [];
  for (let at = 0; at + 1 < histogram.length; at += 2) {
    const index = move(histogram[at] as number);
    const count = histogram[at + 1] as number;
    // Order is kept, so that those that fall together are neighbours.
    if (counts.length > 0 && counts.at(-2) === index) counts.push((counts.pop() as number) + count);
    else counts.push(index, count);
  }
  return counts;
}
