import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Histogram, PARTS } from '../../../src/metrics/histogram.ts';
import { ANSWERED } from '../../../src/metrics/summary.ts';
import type { Engine } from '../../../src/model/engine.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Outcome } from '../../../src/model/sample.ts';
import type { Timing, Window } from '../../../src/model/window.ts';
import type { LoadedPlan } from '../../../src/plan/load.ts';
import { runLoaded } from '../../run/harness.ts';
import { tally } from '../embedded/harness.ts';
import { quantile, toleranceOf } from '../quantile.ts';
import type { Truth, TruthServer } from '../truth-server.ts';

/** A run, and what the server saw of it. */
export interface Measured {
  readonly report: Report;
  readonly windows: readonly Window[];
  readonly truth: readonly Truth[];
}

export interface Measuring {
  readonly server: TruthServer;
  readonly loaded: LoadedPlan;
  /** What requests are counted under, by path. */
  readonly names: Readonly<Record<string, string>>;
  readonly engine: Engine;
  readonly instances?: number;
}

const OUTCOMES: Readonly<Record<number, string>> = { 200: 'ok', 429: '429', 503: '5xx' };

/** Runs a plan; fails where what was counted, by endpoint and status, is not what the server saw. */
export async function measure({
  server,
  loaded,
  names,
  engine,
  instances = 1,
}: Measuring): Promise<Measured> {
  await server.told();
  const { report, folder } = await runLoaded(loaded, { engine, instances });
  const truth = await server.told();
  expect(truth).not.toHaveLength(0);
  expect(countsOf(report)).toEqual(
    tally(truth.map(({ path, status }) => `${names[path]} ${OUTCOMES[status]}`)),
  );
  const lines = readFileSync(join(folder, 'windows.ndjson'), 'utf8').trim().split('\n');
  return { report, truth, windows: lines.map((line) => JSON.parse(line) as Window) };
}

/** All that a run came to: gate by gate, and together. */
export function judgementOf({ report: { verdict, decision, gates } }: Measured): object {
  return { verdict, decision, gates: gates.map(({ expression, state }) => `${expression}: ${state}`) };
}

/** By how many ms more a quantile may be off, since the generator says that it was late by so much. */
export interface Lag {
  readonly service: number;
  readonly latency: number;
}

/** Within 3 % and 1 ms of the server's own. */
export function expectQuantiles({ windows, truth }: Measured, lag: Lag = { service: 0, latency: 0 }): void {
  const answered = (outcome: Outcome) => ANSWERED.has(outcome);
  const isRight = (outcome: Outcome) => outcome === 'ok';
  const all = truth.map(({ ms }) => ms);
  const right = truth.filter(({ status }) => status === 200).map(({ ms }) => ms);
  const rows = [
    { name: 'duration', ours: valuesOf(windows, 'service', answered), theirs: all, more: lag.service },
    { name: 'service', ours: valuesOf(windows, 'service', isRight), theirs: right, more: lag.service },
    { name: 'latency', ours: valuesOf(windows, 'latency', isRight), theirs: right, more: lag.latency },
  ];
  for (const { name, ours, theirs, more } of rows)
    for (const percent of [50, 95, 99]) {
      const [got, wanted] = [ours.percentile(percent) / PARTS, quantile(theirs, percent / 100)];
      expect
        .soft(Math.abs(got - wanted), `p${percent}(${name}): ${got} for ${wanted}, lag ${more}`)
        .toBeLessThanOrEqual(toleranceOf(wanted) + more);
    }
}

/** Without arrivals that were dropped, of which no server knows. */
function countsOf({ series }: Report): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { endpoint, outcomes } of series)
    for (const [outcome, count] of Object.entries(outcomes))
      if (outcome !== 'dropped')
        counts[`${endpoint} ${outcome}`] = (counts[`${endpoint} ${outcome}`] ?? 0) + count;
  return counts;
}

function valuesOf(
  windows: readonly Window[],
  timing: Timing,
  counts: (outcome: Outcome) => boolean,
): Histogram {
  const histogram = new Histogram();
  for (const { key, histograms } of windows.flatMap(({ series }) => series))
    if (counts(key.outcome)) histogram.merge(histograms[timing] ?? []);
  return histogram;
}
