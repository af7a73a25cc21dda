import type { Series } from './answer.ts';
import { Growth, type Increment } from './growth.ts';
import { isGauge, NAMES } from './names.ts';

export type Labels = Readonly<Record<string, string>>;

/** One instance of k6, as far as its pushes tell of it. */
export interface Told {
  readonly id: string;
  /** First and last sample, in ms since 1970. */
  first: number;
  last: number;
  /** When it told that there is no more. */
  readonly ends: Set<number>;
  /** Series of it that were begun anew. */
  resets: number;
  /** Between samples of what it pushes every time, in ms. */
  readonly gaps: number[];
  lastPush: number;
}

/** Something that was counted, and what it is of. */
export interface Counted extends Increment {
  readonly name: string;
  readonly labels: Labels;
}

/** Takes in the raw series of one run, piece by piece, and remembers what was added between their samples. */
export class Account {
  readonly counted: Counted[] = [];
  readonly instances = new Map<string, Told>();
  /** Whether the script was canary-gate's. */
  isOurs = false;
  /** Trends came as gauges, or as nothing that can be merged. */
  hasGauges = false;
  readonly #growths = new Map<string, Growth>();

  take({ labels, values, histograms }: Series): void {
    const name = labels['__name__'] ?? '';
    if (isGauge(name)) this.hasGauges = true;
    if (name.startsWith('k6_canary_gate_')) this.isOurs = true;
    const instance = this.#instanceOf(labels);
    const samples =
      histograms.length > 0
        ? histograms
        : values.map(({ at, value }) => ({ at, count: value, sum: value, buckets: [] }));
    if (name === NAMES.users || isGauge(name)) {
      for (const { at } of samples) push(instance, at);
      return;
    }
    const id = JSON.stringify(Object.entries(labels).sort());
    const growth = this.#growths.get(id) ?? new Growth();
    this.#growths.set(id, growth);
    const before = growth.resets;
    for (const sample of samples) {
      see(instance, sample.at);
      const added = growth.take(sample);
      if (added) this.counted.push({ ...added, name, labels });
    }
    instance.resets += growth.resets - before;
    // It is told once, and a series is pushed only when something was told: a second sample is a second run.
    if (name === NAMES.end) for (const { at } of samples) instance.ends.add(at);
  }

  /**
   * When something that was counted happened at the earliest, in ms since 1970. k6 pushes what has grown since its last
   * push, however old the series' own last sample is.
   */
  earliest({ labels, from, at }: Counted): number {
    const gaps = this.instances.get(idOf(labels))?.gaps ?? [];
    const usual = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? USUAL;
    return Math.max(from, at - usual);
  }

  #instanceOf(labels: Labels): Told {
    const id = idOf(labels);
    let told = this.instances.get(id);
    if (!told) {
      told = {
        id,
        first: Number.POSITIVE_INFINITY,
        last: 0,
        ends: new Set(),
        resets: 0,
        gaps: [],
        lastPush: 0,
      };
      this.instances.set(id, told);
    }
    return told;
  }
}

/** k6 pushes so often unless told otherwise, in ms. */
const USUAL = 5000;

const idOf = (labels: Labels): string => labels['instance_id'] ?? labels['instance'] ?? '';

function push(told: Told, at: number): void {
  see(told, at);
  if (told.lastPush > 0 && at > told.lastPush) told.gaps.push(at - told.lastPush);
  told.lastPush = Math.max(told.lastPush, at);
}

function see(told: Told, at: number): void {
  told.first = Math.min(told.first, at);
  told.last = Math.max(told.last, at);
}
