import type { SeriesKey, SignalWindow, Window } from '../model/window.ts';
import { CustomCell, type CustomKey } from './custom-cell.ts';
import type { Pages } from './dense-histogram.ts';
import { SeriesCell } from './series-cell.ts';
import { Tree } from './tree.ts';

/** Everything that was recorded for one second of intended start and has not been handed out yet. */
export class Second {
  readonly #second: number;
  readonly #pages: Pages;
  readonly #seriesTree = new Tree<SeriesCell>();
  readonly #customTree = new Tree<CustomCell>();
  readonly #series: SeriesCell[] = [];
  readonly #customs: CustomCell[] = [];
  readonly #signals: SignalWindow[] = [];

  constructor(second: number, pages: Pages) {
    this.#second = second;
    this.#pages = pages;
  }

  /** How many series are counted here, of requests and of custom values. */
  get size(): number {
    return this.#series.length + this.#customs.length;
  }

  /** Where a series is counted; `endpoint` and `version` are its names after the bound on names was kept. */
  seriesOf(names: SeriesKey, endpoint: string, version: string): SeriesCell {
    const { arm, phase, scenario, identityClass, outcome } = names;
    const path = this.#seriesTree.at(scenario).at(endpoint).at(identityClass).at(version);
    const place = path.at(outcome).at(phase).at(arm);
    if (place.leaf) return place.leaf;
    const key = { arm, phase, scenario, endpoint, identityClass, version, outcome };
    const cell = new SeriesCell(this.#second, key, this.#pages);
    this.#series.push(cell);
    place.leaf = cell;
    return cell;
  }

  customOf(key: CustomKey): CustomCell {
    const place = this.#customTree.at(key.scenario).at(key.custom).at(key.phase).at(key.arm);
    if (place.leaf) return place.leaf;
    const cell = new CustomCell(this.#second, key, this.#pages);
    this.#customs.push(cell);
    place.leaf = cell;
    return cell;
  }

  addSignal(signal: SignalWindow): void {
    this.#signals.push(signal);
  }

  /** What was counted, at the end of this second's use: its memory is given back. */
  close(): Window {
    const window = {
      second: this.#second,
      series: this.#series.map((cell) => cell.window()),
      signals: this.#signals,
      customs: this.#customs.map((cell) => cell.window()),
    };
    for (const cell of this.#series) cell.release();
    for (const cell of this.#customs) cell.release();
    return window;
  }
}
