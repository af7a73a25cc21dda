import { describe, expect, test } from 'vitest';
import { pack, unpack } from '../../src/metrics/packed.ts';
import { Store } from '../../src/metrics/store.ts';
import { Totals } from '../../src/metrics/totals.ts';
import type { Window } from '../../src/model/window.ts';
import { draw } from './draw.ts';
import { FACTS } from './facts.ts';
import { randomOf } from './random.ts';
import { sampleOf } from './sample.ts';

const SEEDS = [1, 2, 3, 4, 5];
const SAMPLES = 2500;

describe.each(SEEDS)('a store in parts, seed %d', (seed) => {
  test('closes the same windows as a whole one, when its parts are drained before', () => {
    const { whole, parts } = run(seed, { always: true });
    expect(parts.windows.map(inOrder)).toEqual(whole.windows.map(inOrder));
    expect(parts.store.late).toBe(whole.store.late);
    expect(parts.store.late).toBeGreaterThan(0);
    expect(parts.store.notes).toEqual(whole.store.notes);
  });

  test('counts the same in the end, whenever its parts are drained', () => {
    const { whole, parts } = run(seed, { always: false });
    expect(addedUp(parts.windows)).toEqual(addedUp(whole.windows));
    expect(reportOf(parts.windows)).toEqual(reportOf(whole.windows));
    expect(parts.store.late).toBeGreaterThanOrEqual(whole.store.late);
  });
});

describe('what is merged', () => {
  test('is late when its second was closed, by samples', () => {
    const store = new Store();
    const part = new Store();
    for (const intended of [100, 200, 1100]) part.record(sampleOf({ intended }));
    part.recordCustom({ arm: 'canary', phase: 'load', scenario: 'browse', name: 'items', at: 0, value: 1 });
    store.closed(2000);
    store.merge(part.drain());
    expect(store.late).toBe(3);
    expect(store.closed(2000).map(({ second }) => second)).toEqual([0]);
    expect(store.flush().map(({ second }) => second)).toEqual([1]);
  });

  test('may be merged again and again: windows of a second add up', () => {
    const store = new Store();
    const part = new Store();
    for (let time = 0; time < 5; time += 1) {
      part.record(sampleOf());
      store.merge(part.drain());
    }
    const [window] = store.flush();
    expect(window!.series).toMatchObject([{ count: 5, bytes: 500 }]);
    expect(part.drain()).toEqual([]);
    expect([part.late, store.late]).toEqual([0, 0]);
  });

  test('holds counts beyond 32 bits', () => {
    const store = new Store();
    const part = new Store();
    part.record(sampleOf());
    const [window] = part.drain();
    const [series] = window!.series;
    const many = { ...series!, count: 2 ** 40, bytes: 2 ** 50, histograms: { latency: [20, 2 ** 40] } };
    for (let time = 0; time < 3; time += 1) store.merge([{ ...window!, series: [many] }]);
    const [merged] = store.flush();
    expect(merged!.series).toMatchObject([
      { count: 3 * 2 ** 40, bytes: 3 * 2 ** 50, histograms: { latency: [20, 3 * 2 ** 40] } },
    ]);
  });
});

describe('names beyond the bound', () => {
  const versions = Array.from({ length: 300 }, (_, at) => `v${at}`);

  test('are noted once, by samples, where a part has replaced them', () => {
    const [whole, store, part] = [new Store(), new Store(), new Store()];
    for (const version of [...versions, ...versions])
      for (const into of [whole, part]) into.record(sampleOf({ version }));
    store.merge(part.drain());
    expect(store.notes).toEqual(whole.notes);
    expect(store.notes.join()).toContain(' 500 samples');
    expect(store.flush()).toEqual(whole.flush());
  });

  test('are replaced where only the parts together have too many', () => {
    const store = new Store({ versions: ['expected'] });
    const parts = Array.from({ length: 10 }, () => new Store({ versions: ['expected'] }));
    versions.forEach((version, at) => {
      const part = parts[at % 10]!;
      for (const name of [version, version, 'expected']) part.record(sampleOf({ version: name }));
    });
    for (const part of parts) store.merge(part.drain());
    expect(parts.flatMap((part) => part.notes)).toEqual([]);
    expect(store.notes.join()).toContain(' 500 samples');
    const counts = new Map(store.flush()[0]!.series.map(({ key, count }) => [key.version, count]));
    expect([counts.size, counts.get('expected'), counts.get('(other)')]).toEqual([52, 300, 500]);
  });

  test('are noted by samples even if the target uses our word for them', () => {
    const store = new Store();
    for (let time = 0; time < 3; time += 1) store.record(sampleOf({ version: '(other)' }));
    expect(store.notes.join()).toContain(' 3 samples');
    expect(store.flush()[0]!.series).toMatchObject([{ count: 3, key: { version: '(other)' } }]);
  });

  test('hold for custom values as well', () => {
    const [whole, store, part] = [new Store(), new Store(), new Store()];
    for (let at = 0; at < 250; at += 1)
      for (const into of [whole, part])
        into.recordCustom({ arm: 'canary', phase: 'load', scenario: 'a', name: `n${at}`, at: 0, value: at });
    store.merge(part.drain());
    expect(store.notes).toEqual(whole.notes);
    expect(store.flush()).toEqual(whole.flush());
  });
});

/** The same samples into one store, and dealt at random to several that are drained now and then. */
function run(seed: number, { always }: { always: boolean }) {
  const random = randomOf(seed);
  const whole = { store: new Store(), windows: [] as Window[] };
  const parts = { store: new Store(), windows: [] as Window[] };
  const workers = Array.from({ length: 1 + Math.floor(random() * 4) }, () => new Store());
  const bring = (worker: Store) => parts.store.merge(unpack(pack(worker.drain())));
  for (let count = 0; count < SAMPLES; count += 1) {
    const at = count * 3;
    const drawn = draw(random, at);
    drawn.into(whole.store);
    drawn.into(workers[Math.floor(random() * workers.length)]!);
    if (random() < 0.02) bring(workers[Math.floor(random() * workers.length)]!);
    if (random() > 0.01) continue;
    if (always) workers.forEach(bring);
    whole.windows.push(...whole.store.closed(at));
    parts.windows.push(...parts.store.closed(at));
  }
  workers.forEach(bring);
  whole.windows.push(...whole.store.flush());
  parts.windows.push(...parts.store.flush());
  return { whole, parts };
}

/** Within a second the order of series is that in which they came, which differs between threads. */
function inOrder({ second, series, customs, signals }: Window): Window {
  const byKey = <Item>(items: readonly Item[], keyOf: (item: Item) => unknown) =>
    items.toSorted((a, b) => (JSON.stringify(keyOf(a)) < JSON.stringify(keyOf(b)) ? -1 : 1));
  return {
    second,
    series: byKey(series, ({ key }) => key),
    customs: byKey(customs, ({ custom, scenario }) => [custom, scenario]),
    signals: byKey(signals, (signal) => signal),
  };
}

/** One window a second, from however many. */
function addedUp(windows: readonly Window[]): Window[] {
  const store = new Store();
  store.merge(windows);
  return store.flush().map(inOrder);
}

function reportOf(windows: readonly Window[]) {
  const totals = new Totals();
  for (const window of windows) totals.add(window);
  const { endpoints, classes, custom, ...report } = totals.scenarioReport(FACTS);
  const named = <Item extends { name: string }>(items: readonly Item[]) =>
    new Map(items.map((it) => [it.name, it]));
  return {
    report,
    endpoints: named(endpoints),
    classes: named(classes),
    custom: named(custom),
    versions: new Map(totals.versions('2.0').map((it) => [it.version, it])),
    series: totals.series(),
  };
}
