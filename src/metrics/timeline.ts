import type { Report } from '../model/report.ts';
import type { Outcome } from '../model/sample.ts';
import type { SeriesKey, SeriesWindow } from '../model/window.ts';
import { CompactHistogram } from './compact-histogram.ts';
import { PARTS } from './histogram.ts';

export type SeriesPoint = Report['series'][number];

interface Point {
  readonly outcomes: Partial<Record<Outcome, number>>;
  readonly latency: CompactHistogram;
}

interface Line {
  readonly key: SeriesKey;
  points: Map<number, Point>;
}

const MOST_PER_LINE = 600;
const MOST_IN_ALL = 6000;

/**
 * What a chart needs, by endpoint and time. All lines share one step: a second at first, doubled whenever a line or
 * the whole grows beyond its bound, so that a report stays small however long the run is.
 */
export class Timeline {
  readonly #lines = new Map<string, Line>();
  #step = 1;
  #last = 0;
  #count = 0;

  /** Seconds from one point to the next. */
  get step(): number {
    return this.#step;
  }

  add(series: SeriesWindow): void {
    const { key, second, count, histograms } = series;
    const point = this.#pointAt(this.#lineOf(key), Math.floor(second / this.#step));
    point.outcomes[key.outcome] = (point.outcomes[key.outcome] ?? 0) + count;
    if (key.outcome === 'ok') point.latency.merge(histograms.latency ?? []);
    this.#last = Math.max(this.#last, second);
    while (this.#isTooLong()) this.#coarsen();
  }

  /** Ordered by second, scenario, endpoint, arm and phase; percentiles of `ok` latency in milliseconds. */
  points(): SeriesPoint[] {
    const points: SeriesPoint[] = [];
    for (const { key, points: held } of this.#lines.values())
      for (const [at, point] of held) points.push(reported(key, at * this.#step, point));
    return points.sort(
      (a, b) =>
        a.second - b.second ||
        order(a.scenario, b.scenario) ||
        order(a.endpoint, b.endpoint) ||
        order(a.arm, b.arm) ||
        order(a.phase, b.phase),
    );
  }

  #lineOf(key: SeriesKey): Line {
    const id = `${key.arm}\n${key.phase}\n${key.scenario}\n${key.endpoint}`;
    let line = this.#lines.get(id);
    if (!line) {
      line = { key, points: new Map() };
      this.#lines.set(id, line);
    }
    return line;
  }

  #pointAt(line: Line, at: number): Point {
    let point = line.points.get(at);
    if (!point) {
      point = { outcomes: {}, latency: new CompactHistogram() };
      line.points.set(at, point);
      this.#count += 1;
    }
    return point;
  }

  #isTooLong(): boolean {
    if (this.#step > this.#last) return false;
    return this.#last >= MOST_PER_LINE * this.#step || this.#count > MOST_IN_ALL;
  }

  #coarsen(): void {
    this.#step *= 2;
    this.#count = 0;
    for (const line of this.#lines.values()) {
      const fine = line.points;
      line.points = new Map();
      for (const [at, point] of fine) {
        const into = this.#pointAt(line, Math.floor(at / 2));
        into.latency.merge(point.latency);
        for (const [outcome, count] of Object.entries(point.outcomes) as [Outcome, number][])
          into.outcomes[outcome] = (into.outcomes[outcome] ?? 0) + count;
      }
    }
  }
}

function reported(key: SeriesKey, second: number, { outcomes, latency }: Point): SeriesPoint {
  const whole = latency.whole();
  const at = (percent: number) => (whole.count === 0 ? null : whole.percentile(percent) / PARTS);
  const { scenario, endpoint, arm, phase } = key;
  return { second, scenario, endpoint, arm, phase, outcomes, p50: at(50), p95: at(95), p99: at(99) };
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
