import type { CustomSample, Sample, SampleSink } from '../model/sample.ts';
import type { CustomWindow, SeriesWindow, SignalWindow, Window } from '../model/window.ts';
import { newPages } from './dense-histogram.ts';
import { BoundedNames, OTHER } from './names.ts';
import { Second } from './second.ts';
import type { SeriesCell } from './series-cell.ts';

export interface StoreOptions {
  /** How long after its end a second is held back for samples that end a little later, in ms. */
  readonly grace?: number;
  /** Names that are never counted as `(other)`: endpoints of the plan, and the version that is expected. */
  readonly endpoints?: Iterable<string>;
  readonly versions?: Iterable<string>;
}

const MOST_ENDPOINTS = 200;
const MOST_VERSIONS = 50;
const MOST_CUSTOMS = 100;

/**
 * Counts samples by series and second of intended start. Memory grows neither with requests nor with time: a second is
 * handed out by `closed` soon after it ended, and forgotten.
 *
 * A request that ends after its second was handed out is counted in a supplement: a further window with the same
 * `second`, handed out by the next `closed`. Windows of one second therefore add up, and whoever folds them must add,
 * never replace. So one slow request holds back no judgement, and none is lost.
 *
 * For the same reason a run can be counted in parts: each thread has a store, which is drained now and then, and one
 * store merges what was drained and closes the seconds.
 */
export class Store implements SampleSink {
  readonly #grace: number;
  readonly #endpoints: BoundedNames;
  readonly #versions: BoundedNames;
  readonly #customs = new BoundedNames(MOST_CUSTOMS);
  readonly #open = new Map<number, Second>();
  readonly #pages = newPages();
  /** By endpoint: most of its samples are counted where the one before was. */
  readonly #recent = new Map<string, SeriesCell>();
  #closedThrough = -1;
  #late = 0;

  constructor({ grace = 1000, endpoints = [], versions = [] }: StoreOptions = {}) {
    this.#grace = grace;
    this.#endpoints = new BoundedNames(MOST_ENDPOINTS, endpoints);
    this.#versions = new BoundedNames(MOST_VERSIONS, versions);
  }

  /** How many samples were counted in a supplement. */
  get late(): number {
    return this.#late;
  }

  /** What is in memory just now: series of the seconds that are open, and pages of counts, in use or kept for later. */
  get held(): { readonly series: number; readonly pages: number } {
    const series = [...this.#open.values()].reduce((sum, second) => sum + second.size, 0);
    return { series, pages: this.#pages.held };
  }

  /** What the bound on names did, as sentences for the report; empty when nothing. Samples of merged windows count. */
  get notes(): readonly string[] {
    const bounds = [
      ['endpoint names', this.#endpoints, MOST_ENDPOINTS],
      ['versions', this.#versions, MOST_VERSIONS],
      ['custom metrics', this.#customs, MOST_CUSTOMS],
    ] as const;
    return bounds
      .filter(([, names]) => names.refused > 0)
      .map(
        ([what, names, most]) =>
          `more than ${most} different ${what}: ${names.refused} samples are counted as "(other)"`,
      );
  }

  record(sample: Sample): void {
    const second = secondOf(sample.intended);
    this.#countLate(second, 1);
    const recent = this.#recent.get(sample.endpoint);
    const cell = recent?.holds(second, sample) ? recent : this.#cellOf(second, sample);
    cell.add(sample);
  }

  /** Custom values are kept in thousandths, so that their percentiles divide by 1000 as those of timings do. */
  recordCustom({ arm, phase, scenario, name, at, value }: CustomSample): void {
    if (!Number.isFinite(value)) return;
    const second = secondOf(at);
    this.#countLate(second, 1);
    const custom = this.#customs.admit(name);
    this.#at(second).customOf({ custom, scenario, arm, phase }).add(value);
  }

  /** A value that is no finite number is no data: it could be stored by no means, and pass no gate. */
  recordSignal(signal: SignalWindow): void {
    this.#at(signal.second).addSignal(finite(signal));
  }

  /**
   * Hands out, in order, every second that ended at least the grace ago, and the supplements of earlier ones.
   * `now` is in milliseconds since the run's origin.
   */
  closed(now: number): Window[] {
    const through = Math.floor((now - this.#grace) / 1000) - 1;
    if (through > this.#closedThrough) this.#closedThrough = through;
    return this.#take((second) => second <= this.#closedThrough);
  }

  /** Hands out all that is left, at the end of the run. */
  flush(): Window[] {
    for (const second of this.#open.keys()) if (second > this.#closedThrough) this.#closedThrough = second;
    return this.#take(() => true);
  }

  /** Hands out all that was counted so far, and closes nothing: what comes later in these seconds is not late. */
  drain(): Window[] {
    return this.#take(() => true);
  }

  /**
   * Counts what another store handed out as if it had been recorded here. Names that the other store replaced are noted
   * here too: its own notes say nothing more. Sums of custom values are those of doubles, so their order may show in the
   * last digit.
   */
  merge(windows: readonly Window[]): void {
    for (const { second, series, customs, signals } of windows) {
      for (const part of series) this.#mergeSeries(second, part);
      for (const part of customs) this.#mergeCustom(second, part);
      for (const signal of signals) this.recordSignal(signal);
    }
  }

  #cellOf(second: number, sample: Sample): SeriesCell {
    const endpoint = this.#endpoints.admit(sample.endpoint);
    const version = this.#versions.admit(sample.version);
    const cell = this.#at(second).seriesOf(sample, endpoint, version);
    // A replaced name is left out, since each of its samples has to be counted by the bound on names.
    if (endpoint !== OTHER && version !== OTHER) this.#recent.set(endpoint, cell);
    return cell;
  }

  #mergeSeries(second: number, series: SeriesWindow): void {
    const { key, count } = series;
    this.#countLate(second, count);
    const endpoint = this.#endpoints.admit(key.endpoint, count);
    const version = this.#versions.admit(key.version, count);
    this.#at(second).seriesOf(key, endpoint, version).merge(series);
  }

  #mergeCustom(second: number, part: CustomWindow): void {
    const { scenario, arm, phase, count } = part;
    this.#countLate(second, count);
    const custom = this.#customs.admit(part.custom, count);
    this.#at(second).customOf({ custom, scenario, arm, phase }).merge(part);
  }

  #countLate(second: number, samples: number): void {
    if (second <= this.#closedThrough) this.#late += samples;
  }

  #at(second: number): Second {
    let open = this.#open.get(second);
    if (!open) {
      open = new Second(second, this.#pages);
      this.#open.set(second, open);
    }
    return open;
  }

  #take(wanted: (second: number) => boolean): Window[] {
    this.#recent.clear();
    const seconds = [...this.#open.keys()].filter(wanted).sort((a, b) => a - b);
    return seconds.map((second) => {
      const window = this.#at(second).close();
      this.#open.delete(second);
      return window;
    });
  }
}

function secondOf(at: number): number {
  return at > 0 ? Math.floor(at / 1000) : 0;
}

function finite(signal: SignalWindow): SignalWindow {
  if (signal.state !== 'value' || Number.isFinite(signal.value)) return signal;
  const { second, signal: name, value } = signal;
  return { second, signal: name, state: 'no_data', detail: `the value is ${value}` };
}
