import { describe, expect, test } from 'vitest';
import { PARTS, readArguments } from '../../bench/load/arguments.ts';
import { barOf, cpuBars } from '../../bench/load/bars.ts';
import { parseVersion, variableOf } from '../../bench/load/find.ts';
import { asMarkdown, asText } from '../../bench/load/grid.ts';
import { gridsOf } from '../../bench/load/grids.ts';
import { parseCores } from '../../bench/load/machine.ts';
import { doubtOf, type Measurement } from '../../bench/load/measurement.ts';
import { parseStatus } from '../../bench/load/nginx-config.ts';
import { rotated } from '../../bench/load/parts/closed.ts';
import { residentAround } from '../../bench/load/parts/memory.ts';
import { ratiosOf } from '../../bench/load/ratios.ts';
import { spreadOf } from '../../bench/load/spread.ts';
import { childSeconds } from '../../bench/load/usage.ts';

const run = (peer: string, round: number, cpuMicrosPerRequest: number, perSecond = 1000): Measurement => ({
  peer,
  round,
  cpuMicrosPerRequest,
  perSecond,
  cpuShare: 1,
  peakBytes: 5e6,
  requests: 2000,
  served: 2000,
  errors: 0,
  seconds: 2,
  p50: 1,
  p95: null,
  p99: 2,
});

describe('the command line', () => {
  const peers = ['wrk', 'k6'];

  test('has defaults', () => {
    expect(readArguments([], peers)).toEqual({
      parts: ['static', 'tls', 'scripted'],
      only: undefined,
      seconds: 20,
      rounds: 3,
      connections: 50,
      format: 'text',
      help: false,
    });
  });

  test('is read', () => {
    const argv = ['--part', 'open, tls', '--only=k6', '--seconds', '3', '--rounds', '1', '--json'];
    expect(readArguments(argv, peers)).toMatchObject({
      parts: ['open', 'tls'],
      only: ['k6'],
      seconds: 3,
      rounds: 1,
      format: 'json',
    });
    expect(readArguments(['--part', 'all', '--markdown'], peers)).toMatchObject({
      parts: [...PARTS],
      format: 'markdown',
    });
  });

  test.each([
    [['--only', 'ab'], '--only'],
    [['--part', 'dynamic'], '--part'],
    [['--seconds', '0'], '--seconds'],
    [['--rounds', '1.5'], '--rounds'],
    [['--connections', 'many'], '--connections'],
    [['--fast'], '--fast'],
    [['wrk'], 'wrk'],
  ])('refuses %j', (argv, named) => {
    expect(() => readArguments(argv, peers)).toThrow(named);
  });
});

test.each([
  [[], null],
  [[3], { min: 3, median: 3, max: 3 }],
  [[9, 1, 2], { min: 1, median: 2, max: 9 }],
  [[4, 1, 2, 9], { min: 1, median: 3, max: 9 }],
])('the spread of %j', (values, expected) => {
  expect(spreadOf(values)).toEqual(expected);
});

test('ratios are taken round by round, where both have figures', () => {
  const runs = [
    run('canary-gate', 0, 8, 500),
    run('canary-gate', 1, 9),
    run('canary-gate', 2, 100),
    run('wrk', 0, 4),
    run('wrk', 1, 9),
    run('k6', 5, 90),
  ];
  expect(ratiosOf(runs)).toEqual([
    {
      peer: 'wrk',
      cpuPerRequest: { min: 1, median: 1.5, max: 2 },
      perSecond: { min: 0.5, median: 0.75, max: 1 },
    },
    { peer: 'k6', cpuPerRequest: null, perSecond: null },
  ]);
});

describe('bars', () => {
  const spread = (median: number) => ({ min: 0, median, max: 1000 });

  test.each([
    [{ atMost: 10 }, 10, true],
    [{ atMost: 10 }, 10.01, false],
    [{ atLeast: 10 }, 10, true],
    [{ atLeast: 10 }, 9.99, false],
  ])('%j with a median of %d', (limit, median, met) => {
    expect(barOf({ part: 'static', what: '', unit: '', ...limit }, spread(median)).met).toBe(met);
  });

  test('a peer that was not measured neither meets nor misses one', () => {
    const bars = cpuBars('static', ratiosOf([run('canary-gate', 0, 7), run('wrk', 0, 7)]));
    expect(bars.map(({ met }) => met)).toEqual([true, null, null, null]);
    expect(cpuBars('tls', []).map(({ atMost }) => atMost)).toEqual([1.5]);
    expect(cpuBars('scripted', []).map(({ atMost }) => atMost)).toEqual([0.3]);
  });
});

test.each([
  [{}, undefined],
  [{ served: 2051 }, undefined],
  [{ served: 2052 }, 'nginx 2052'],
  [{ served: 1900 }, 'nginx 1900'],
  [{ errors: 1 }, '1 of 2000'],
])('a run with %j beside 2,000 requests on 50 connections', (change, doubt) => {
  const said = doubtOf({ ...run('wrk', 0, 7), ...change }, 50);
  if (doubt === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(doubt);
});

test('every round begins with another tool', () => {
  expect([0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ]);
  expect(rotated([], 2)).toEqual([]);
});

test('the resident size is that of the moments after the count', () => {
  const samples = [99, 100, 103, 110, 111].map((requests, index) => ({ requests, bytes: 10 * index }));
  expect(residentAround(samples, 100)).toEqual({ min: 10, median: 20, max: 30 });
  expect(residentAround(samples, 1000)).toBeNull();
});

test('what other programs print', () => {
  const page =
    'Active connections: 51 \nserver accepts handled requests\n 70 69 1234 \nReading: 0 Writing: 1 \n';
  expect(parseStatus(page)).toEqual({ active: 51, accepted: 70, requests: 1234 });
  expect(() => parseStatus('<html>')).toThrow();
  expect(childSeconds('0m0.003s 0m0.001s\n1m2.500s 0m0.250s\n')).toBeCloseTo(62.75, 9);
  expect(() => childSeconds('')).toThrow();
  expect(parseCores('0-2,5')).toEqual([0, 1, 2, 5]);
  expect(variableOf('canary-gate')).toBe('BENCH_CANARY_GATE');
});

test.each([
  ['wrk debian/4.1.0-3+b2 [epoll] Copyright (C) 2012', '4.1.0-3+b2'],
  ['k6 v2.2.0 (go1.26.8, linux/amd64)', '2.2.0'],
  ['h2load nghttp2/1.52.0', '1.52.0'],
  ['Version: \nRuntime: go1.26.8 linux/amd64', null],
  ['', null],
])('the version in %j', (text, version) => {
  expect(parseVersion(text)).toBe(version);
});

test('figures become tables', () => {
  const measurements = [run('canary-gate', 0, 7), run('canary-gate', 1, 9), run('wrk', 0, 7)];
  const ratios = ratiosOf(measurements);
  const bars = cpuBars('static', ratios);
  const grids = gridsOf({ static: { part: 'static', measurements, ratios, bars } }, bars);
  const [closed, judged] = grids.map(asMarkdown) as [string, string];
  expect(closed).toContain('| canary-gate | 1000 | 8.00 (7.00-9.00) | 5 | 1.00 | - | 2.00 | - | - |');
  expect(closed).toContain('| wrk | 1000 | 7.00 | 5 | 1.00 | - | 2.00 | 1.000 | 1.00 |');
  expect(judged).toContain('| <= 1.15 x | 1 | met |');
  expect(judged).toContain('not measured');
  expect(asText(grids[0] as (typeof grids)[0])).toContain('canary-gate');
});
