import { describe, expect, test } from 'vitest';
import { compare, missedLevels } from '../../bench/truth/comparison.ts';
import { createDelays, type Delay, meanOf } from '../../bench/truth/delay.ts';
import { DelayRecorder } from '../../bench/truth/delay-log.ts';
import { DueQueue } from '../../bench/truth/due-queue.ts';
import { takeHeads } from '../../bench/truth/heads.ts';
import { percentilesOf } from '../../bench/truth/percentiles.ts';
import { SCENARIOS } from '../../bench/truth/scenarios.ts';
import { demandedWaits, release, wholeCycles } from '../../bench/truth/stalls.ts';
import { formatTable } from '../../bench/truth/tables.ts';

const lognormal: Delay = { kind: 'lognormal', median: 20, sigma: 0.5 };
const bimodal: Delay = { kind: 'bimodal', fast: 10, slow: 200, slowShare: 0.1 };
const STALLS = { cycle: 10_000, length: 1000, first: 4500 };

function draw(delay: Delay, count: number, seed = 1): Float64Array {
  const next = createDelays(delay, seed);
  return Float64Array.from({ length: count }, next);
}

describe('delays', () => {
  test('have the percentiles of their distribution', () => {
    // Quantiles of the standard normal distribution: 0, 1.645, 2.326.
    const { p50, p95, p99 } = percentilesOf(draw(lognormal, 200_000));
    expect(p50 / 20).toBeCloseTo(1, 1);
    expect(p95 / (20 * Math.exp(0.5 * 1.645))).toBeCloseTo(1, 1);
    expect(p99 / (20 * Math.exp(0.5 * 2.326))).toBeCloseTo(1, 1);
    expect(percentilesOf(draw(bimodal, 10_000))).toEqual({ p50: 10, p95: 200, p99: 200 });
  });

  test.each([lognormal, bimodal, { kind: 'constant', value: 3 } as const])('have the mean of %o', (delay) => {
    const values = draw(delay, 200_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean / meanOf(delay)).toBeCloseTo(1, 1);
  });

  test('are the same for the same seed only', () => {
    expect(draw(lognormal, 100, 7)).toEqual(draw(lognormal, 100, 7));
    expect(draw(lognormal, 100, 7)).not.toEqual(draw(lognormal, 100, 8));
  });
});

describe('percentiles', () => {
  test.each([
    // 95 % of 20 is exactly 19, although 0.95 * 20 is not in floating point.
    [20, { p50: 10, p95: 19, p99: 20 }],
    [100, { p50: 50, p95: 95, p99: 99 }],
    [1, { p50: 1, p95: 1, p99: 1 }],
  ])('of 1 to %i are nearest ranks', (count, expected) => {
    expect(percentilesOf(Float64Array.from({ length: count }, (_, index) => count - index))).toEqual(
      expected,
    );
  });

  test('of nothing are no numbers', () => {
    expect(percentilesOf(new Float64Array())).toEqual({ p50: Number.NaN, p95: Number.NaN, p99: Number.NaN });
  });
});

describe('stalls', () => {
  test.each([
    [0, 0],
    [4499.9, 4499.9],
    [4500, 5500],
    [5499.9, 5500],
    [5500, 5500],
    [14_600, 15_500],
    [24_499, 24_499],
  ])('an answer due at %f gets out at %f', (due, out) => {
    expect(release(due, STALLS)).toBeCloseTo(out, 9);
    expect(release(due, undefined)).toBe(due);
  });

  test('a tenth of the time stalled means p95 of 500 ms and p99 of 900 ms', () => {
    const { p50, p95, p99 } = percentilesOf(demandedWaits({ rate: 200, seconds: 60, delay: 1 }, STALLS));
    expect(p50).toBeCloseTo(1, 9);
    expect(Math.abs(p95 - 500)).toBeLessThanOrEqual(6);
    expect(Math.abs(p99 - 900)).toBeLessThanOrEqual(6);
  });

  test.each([
    [60, 60],
    [3, 10],
    [14, 10],
    [26, 30],
  ])('%i s are %i s in whole cycles', (seconds, whole) => {
    expect(wholeCycles(seconds, STALLS)).toBe(whole);
    expect(wholeCycles(seconds, undefined)).toBe(seconds);
  });
});

test('what is due comes earliest first, and nothing before its time', () => {
  const queue = new DueQueue<number>();
  const instants = [...draw(lognormal, 500)];
  for (const at of instants) queue.add(at, at);
  const taken: number[] = [];
  const takeUntil = (now: number) => {
    for (let next = queue.takeDue(now); next !== undefined; next = queue.takeDue(now)) taken.push(next);
  };
  takeUntil(20);
  expect(taken.length).toBe(instants.filter((at) => at <= 20).length);
  takeUntil(Number.POSITIVE_INFINITY);
  expect(taken).toEqual(instants.sort((one, other) => one - other));
});

test('the log keeps what was written when it grows', () => {
  const recorder = new DelayRecorder();
  const count = (1 << 17) + 3;
  for (let index = 0; index < count; index += 1) recorder.add(index, 2 * index, 3 * index);
  recorder.abandon();
  const log = recorder.close(0.5);
  expect(log).toMatchObject({ abandoned: 1, blind: 0.5 });
  expect([log.arrived.length, log.wanted.length, log.applied.length]).toEqual([count, count, count]);
  expect([log.arrived.at(-1), log.wanted.at(-1), log.applied.at(-1)]).toEqual(
    [1, 2, 3].map((factor) => factor * (count - 1)),
  );
});

test.each([
  ['GET /work HTTP/1.1\r\nHost: a\r\n\r\n', ['/work'], [false], ''],
  ['GET /work HTTP/1.1\r\nconnection:close\r\n\r\nGET /b HT', ['/work'], [true], 'GET /b HT'],
  ['GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n', ['/a', '/b'], [false, false], ''],
  ['GET /a HTTP/1.1\r\nHost', [], [], 'GET /a HTTP/1.1\r\nHost'],
])('heads are taken from %j', (text, paths, closes, rest) => {
  const taken = takeHeads(text);
  expect(taken.heads.map(({ path }) => path)).toEqual(paths);
  expect(taken.heads.map((head) => head.closes)).toEqual(closes);
  expect(taken.rest).toBe(rest);
});

describe('bars', () => {
  const truth = { p50: 10, p95: 100, p99: 200 };
  const bar = { share: 0.01, milliseconds: 0.3 };

  test.each([
    [{ p50: 10.39, p95: 98.71, p99: 202.29 }, []],
    [{ p50: 10.41, p95: 98.69, p99: 202.31 }, ['p50', 'p95', 'p99']],
    [{ p50: 10, p99: 200 }, ['p95']],
    [{ p50: Number.NaN, p95: 100, p99: 200 }, ['p50']],
  ])('%o misses %o', (told, missed) => {
    expect(missedLevels(compare(told, truth), bar)).toEqual(missed);
  });

  test('are missed when there is no truth', () => {
    const none = percentilesOf(new Float64Array());
    expect(missedLevels(compare(truth, none), bar)).toEqual(['p50', 'p95', 'p99']);
  });
});

test('scenarios last whole cycles, and an open loop can hold a whole stall', () => {
  for (const { stalls, seconds, rate, waiting } of SCENARIOS) {
    expect(wholeCycles(seconds, stalls)).toBe(seconds);
    expect(waiting).toBeGreaterThan((rate * (stalls?.length ?? 0)) / 1000);
  }
});

test('the table names what was not told, what failed and what was disturbed', () => {
  const applied = { p50: 1, p95: 2, p99: 3 };
  const text = formatTable([
    {
      tool: 'one',
      loop: 'open',
      latency: compare({ p50: 1.1, p99: 2.7 }, applied),
      missed: [],
      notes: ['a note'],
      server: { requests: 10, rate: 5, applied, late: applied, blind: 0.2 },
    },
    { tool: 'other', failure: 'it crashed' },
  ]);
  for (const part of [
    '+10.0 %',
    '-10.0 %',
    'not told',
    'one: a note',
    '20.0 %',
    'other left no result: it crashed',
  ])
    expect(text).toContain(part);
});
