import { expect, test } from 'vitest';
import { Histogram } from '../../src/metrics/histogram.ts';
import { lowered, raised } from '../../src/metrics/shift.ts';
import type { Window } from '../../src/model/window.ts';

const VALUES = [0, 1, 7, 900, 2047, 2049, 12_345, 250_000, 9_876_543];

function windowOf(values: readonly number[]): Window {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value, 3);
  const latency = histogram.encode();
  const key = {
    arm: 'canary',
    phase: 'load',
    scenario: 's',
    endpoint: 'e',
    identityClass: 'c',
    version: '',
    outcome: 'ok',
  } as const;
  return {
    second: 4,
    series: [{ second: 4, key, count: values.length * 3, bytes: 0, histograms: { latency } }],
    signals: [],
    customs: [],
  };
}

const valuesOf = (window: Window) => Histogram.decode(window.series[0]?.histograms.latency ?? []);

test.each([1, 1.0443, 1.5])('no value is moved by less than a factor of %f, and none is lost', (factor) => {
  for (const value of VALUES) {
    const window = windowOf([value]);
    expect(valuesOf(lowered(window, factor)).max).toBeLessThanOrEqual(Math.ceil((value * 1.001) / factor));
    expect(valuesOf(raised(window, factor)).max).toBeGreaterThanOrEqual(Math.floor(value * factor));
  }
  for (const move of [lowered, raised]) {
    const moved = move(windowOf(VALUES), factor);
    expect(valuesOf(moved).count).toBe(VALUES.length * 3);
    const indexes = (moved.series[0]?.histograms.latency ?? []).filter((_, place) => place % 2 === 0);
    expect(indexes).toEqual([...new Set(indexes)].sort((one, other) => one - other));
  }
});
