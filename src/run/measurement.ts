import { Store } from '../metrics/store.ts';
import { Totals } from '../metrics/totals.ts';
import type { LoadSink, SignalWindow, Window } from '../model/window.ts';

export interface MeasurementOptions {
  /** Names that are never folded into `(other)`. */
  readonly endpoints: Iterable<string>;
  readonly versions: Iterable<string>;
  /** Called with every closed window, once, in order: evidence, gates, progress. */
  readonly onWindow: (window: Window) => void;
}

/** Where engines and signals write, and what comes of it: windows, and the totals of the run. */
export class Measurement {
  readonly sink: LoadSink;
  readonly totals = new Totals();
  readonly #store: Store;
  readonly #onWindow: (window: Window) => void;

  constructor({ endpoints, versions, onWindow }: MeasurementOptions) {
    this.#store = new Store({ endpoints, versions });
    this.sink = this.#store;
    this.#onWindow = onWindow;
  }

  recordSignal(window: SignalWindow): void {
    this.#store.recordSignal(window);
  }

  /** Closes the seconds that have passed. */
  advance(now: number): void {
    this.#emit(this.#store.closed(now));
  }

  /** Closes everything that is left. */
  flush(): void {
    this.#emit(this.#store.flush());
  }

  get notes(): readonly string[] {
    return this.#store.notes;
  }

  #emit(windows: readonly Window[]): void {
    for (const window of windows) {
      this.totals.add(window);
      this.#onWindow(window);
    }
  }
}
