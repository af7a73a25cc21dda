import type { CustomSample, Sample, SampleSink } from '../model/sample.ts';
import type { SignalWindow, Window } from '../model/window.ts';
import { BoundedNames } from './names.ts';
import { Second } from './second.ts';

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
 */
export class Store implements SampleSink {
  readonly #grace: number;
  readonly #endpoints: BoundedNames;
  readonly #versions: BoundedNames;
  readonly #customs = new BoundedNames(MOST_CUSTOMS);
  readonly #open = new Map<number, Second>();
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

  /** What the bound on names did, as sentences for the report; empty when nothing. */
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
    const second = this.#secondOf(sample.intended);
    second.record(sample, this.#endpoints.admit(sample.endpoint), this.#versions.admit(sample.version));
  }

  /** Custom values are kept in thousandths, so that their percentiles divide by 1000 as those of timings do. */
  recordCustom(sample: CustomSample): void {
    if (!Number.isFinite(sample.value)) return;
    this.#secondOf(sample.at).recordCustom(sample, this.#customs.admit(sample.name));
  }

  /** A value that is no finite number is no data: it could be stored by no means, and pass no gate. */
  recordSignal(signal: SignalWindow): void {
    this.#at(signal.second).recordSignal(finite(signal));
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

  #secondOf(at: number): Second {
    const second = Math.max(0, Math.floor(at / 1000));
    if (second <= this.#closedThrough) this.#late += 1;
    return this.#at(second);
  }

  #at(second: number): Second {
    let open = this.#open.get(second);
    if (!open) {
      open = new Second(second);
      this.#open.set(second, open);
    }
    return open;
  }

  #take(wanted: (second: number) => boolean): Window[] {
    const seconds = [...this.#open.keys()].filter(wanted).sort((a, b) => a - b);
    return seconds.map((second) => {
      const window = this.#at(second).window();
      this.#open.delete(second);
      return window;
    });
  }
}

function finite(signal: SignalWindow): SignalWindow {
  if (signal.state !== 'value' || Number.isFinite(signal.value)) return signal;
  const { second, signal: name, value } = signal;
  return { second, signal: name, state: 'no_data', detail: `the value is ${value}` };
}
