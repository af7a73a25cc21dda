import type { Report, ScenarioReport } from '../model/report.ts';
import type { Arm, Phase } from '../model/sample.ts';
import type { CustomWindow, SeriesWindow, SignalWindow, Window } from '../model/window.ts';
import { Histogram } from './histogram.ts';
import { Pace } from './pace.ts';
import { ANSWERED, percentilesOf, requestsOf, Summary } from './summary.ts';
import { type SeriesPoint, Timeline } from './timeline.ts';

/** What the engine and the plan know of a scenario, and windows do not. */
export type ScenarioFacts = Pick<
  ScenarioReport,
  | 'name'
  | 'kind'
  | 'executor'
  | 'arm'
  | 'queued'
  | 'dropped'
  | 'maxVUsUsed'
  | 'plannedRate'
  | 'iterations'
  | 'exceptions'
  | 'throttledMs'
  | 'latencyFrom'
> & {
  /** How long iterations were begun, in seconds. */
  readonly seconds: number;
};

type SignalReport = Report['signals'][number];
type VersionReport = Report['versions'][number];

/** One scenario, in one arm and phase. */
interface Group {
  readonly all: Summary;
  readonly pace: Pace;
  readonly endpoints: Map<string, Summary>;
  readonly classes: Map<string, Summary>;
  readonly customs: Map<string, { sum: number; readonly histogram: Histogram }>;
}

/**
 * The whole run in constant memory, added up from its windows, supplements included. Live or from stored evidence, the
 * same windows give the same report.
 */
export class Totals {
  readonly #groups = new Map<string, Group>();
  readonly #versions = new Map<Arm, Map<string, number>>();
  readonly #signals = new Map<string, { readings: number; newest: SignalWindow; last: number | null }>();
  readonly #timeline = new Timeline();

  add(window: Window): void {
    for (const series of window.series) this.#addSeries(series);
    for (const custom of window.customs) this.#addCustom(custom);
    for (const signal of window.signals) this.#addSignal(signal);
  }

  /** A scenario as the report shows it; floods from their own phase, warm-up left out. */
  scenarioReport({ seconds, ...facts }: ScenarioFacts): ScenarioReport {
    const phase = facts.kind === 'flood' ? 'flood' : 'load';
    const { all, pace, endpoints, classes, customs } = this.#groupOf(facts.arm, phase, facts.name);
    const rate = pace.rate(seconds);
    return {
      ...all.report(rate),
      ...facts,
      achievedRate: seconds > 0 ? facts.iterations / seconds : 0,
      endpoints: named(endpoints, all, rate),
      classes: named(classes, all, rate),
      custom: [...customs].map(([name, { sum, histogram }]) => ({
        name,
        count: histogram.count,
        sum,
        values: percentilesOf(histogram),
      })),
    };
  }

  /** Who answered the load, by what the answers said; share of all answered requests, largest first. */
  versions(expected?: string, arm: Arm = 'canary'): VersionReport[] {
    const counts = [...(this.#versions.get(arm) ?? [])];
    const answered = counts.reduce((sum, [, requests]) => sum + requests, 0);
    return counts
      .map(([version, requests]) => ({
        version,
        requests,
        share: requests / answered,
        expected: version === expected,
      }))
      .sort((a, b) => b.requests - a.requests);
  }

  signals(): SignalReport[] {
    return [...this.#signals].map(([name, { readings, newest, last }]) => ({
      name,
      readings,
      last,
      state: newest.state,
      ...(newest.detail === undefined ? {} : { detail: newest.detail }),
    }));
  }

  /** Points for charts, bounded in number; `seriesStep` seconds apart. */
  series(): SeriesPoint[] {
    return this.#timeline.points();
  }

  get seriesStep(): number {
    return this.#timeline.step;
  }

  #addSeries(series: SeriesWindow): void {
    const { arm, phase, scenario, endpoint, identityClass, version, outcome } = series.key;
    const group = this.#groupOf(arm, phase, scenario);
    group.all.add(series);
    group.pace.add(series.second, requestsOf(outcome, series.count));
    at(group.endpoints, endpoint, () => new Summary()).add(series);
    at(group.classes, identityClass, () => new Summary()).add(series);
    this.#timeline.add(series);
    if (phase !== 'load' || !ANSWERED.has(outcome)) return;
    const versions = at(this.#versions, arm, () => new Map<string, number>());
    versions.set(version, (versions.get(version) ?? 0) + series.count);
  }

  #addCustom({ arm, phase, scenario, custom, sum, histogram }: CustomWindow): void {
    const { customs } = this.#groupOf(arm, phase, scenario);
    const held = at(customs, custom, () => ({ sum: 0, histogram: new Histogram() }));
    held.sum += sum;
    held.histogram.merge(histogram);
  }

  #addSignal(signal: SignalWindow): void {
    const held = at(this.#signals, signal.signal, () => ({ readings: 0, newest: signal, last: null }));
    held.readings += 1;
    if (signal.second < held.newest.second) return;
    held.newest = signal;
    if (signal.state === 'value') held.last = signal.value ?? null;
  }

  #groupOf(arm: Arm, phase: Phase, scenario: string): Group {
    return at(this.#groups, `${arm}\n${phase}\n${scenario}`, () => ({
      all: new Summary(),
      pace: new Pace(),
      endpoints: new Map(),
      classes: new Map(),
      customs: new Map(),
    }));
  }
}

/** Parts share the pace of the whole, by their share of its requests. */
function named(parts: ReadonlyMap<string, Summary>, all: Summary, rate: number): ScenarioReport['endpoints'] {
  return [...parts].map(([name, part]) => ({
    name,
    ...part.report(all.requests === 0 ? 0 : (rate * part.requests) / all.requests),
  }));
}

function at<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
