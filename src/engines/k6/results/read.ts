import type { EngineOutcome, LoadJob, LoadScenario } from '../../../model/engine.ts';
import type { Reason } from '../../../model/report.ts';
import { type LoadSink, TIMINGS, type Timing } from '../../../model/window.ts';
import { healthOf } from '../health.ts';
import { outcomesOf } from '../outcomes.ts';
import { Reading } from '../reading.ts';
import { keyed } from '../telling.ts';
import type { Head } from './head.ts';
import { missingInstances } from './instances.ts';
import { Part } from './part.ts';
import { PlainReading } from './plain.ts';
import { plannedMs } from './planned.ts';

/** A result file, and what its beginning says. */
export interface Found {
  readonly path: string;
  readonly head: Head;
}

export interface ResultsJob extends Pick<LoadJob, 'endpoints' | 'pools' | 'seed'> {
  readonly scenarios: readonly LoadScenario[];
  /** The wall clock at the run's origin, in ms. */
  readonly origin: number;
  /** How many there should be; as many as there are when left out. */
  readonly instances: number | undefined;
  readonly abort: AbortSignal;
  readonly transcript?: LoadJob['transcript'];
  /** Called with an instant that all files have passed, in ms since the origin. */
  readonly onTime: (now: number) => void;
}

export interface Results extends EngineOutcome {
  /** What is missing, or wrong. */
  readonly gaps: readonly Reason[];
  /** What was measured of a request. */
  readonly timings: readonly Timing[];
  /** In ms since the origin. */
  readonly end: number;
}

/**
 * Reads the result files of one run side by side, so that no second is closed before all have told of it, and memory
 * does not grow with them. What cannot be read is in `gaps`; all the rest is counted.
 */
export async function readResults(
  found: readonly Found[],
  job: ResultsJob,
  sink: LoadSink,
): Promise<Results> {
  const scenarios = keyed(job.scenarios);
  const parts = found.map((file) => partOf(file, job, scenarios, sink, found.length));
  let begun = 0;
  while (!job.abort.aborted) {
    const behind = parts.reduce((one, other) => (other.clock < one.clock ? other : one));
    if (behind.clock === Number.POSITIVE_INFINITY) break;
    await behind.read();
    const now = Math.min(...parts.map(({ clock }) => clock));
    if (now > begun + STEP && Number.isFinite(now)) {
      begun = now;
      job.onTime(now);
    }
  }
  await Promise.all(parts.map((part) => part.close()));
  return resultsOf(parts, job);
}

/** Seconds are closed no more often than this, in ms. */
const STEP = 500;

function partOf(
  { path, head }: Found,
  job: ResultsJob,
  scenarios: Readonly<Record<string, LoadScenario>>,
  sink: LoadSink,
  count: number,
): Part {
  const Kind = head.isOurs ? Reading : PlainReading;
  const reading = new Kind({
    job: { ...job, arm: 'canary' },
    scenarios,
    origin: job.origin,
    divided: count > 1,
    sink: {
      merge: (windows) => sink.merge(windows),
      recordCustom: (sample) => sink.recordCustom(sample),
      record(sample) {
        if (sample.ended > part.clock) part.clock = sample.ended;
        sink.record(sample);
      },
    },
  });
  const part = new Part(path, head, reading);
  return part;
}

function resultsOf(parts: readonly Part[], job: ResultsJob): Results {
  const readings = parts.map(({ reading }) => reading);
  const end = Math.max(
    0,
    ...readings.flatMap(({ ledgers }) => [...ledgers.values()].map((it) => it.lastEnd)),
  );
  const isPlain = readings.some((reading) => reading instanceof PlainReading);
  return {
    generator: healthOf(readings, 0, []),
    scenarios: outcomesOf({ scenarios: job.scenarios, now: () => end }, readings),
    interrupted: job.abort.aborted,
    gaps: job.abort.aborted ? [] : gapsOf(parts, job),
    timings: isPlain ? ['latency', 'service'] : TIMINGS,
    end,
  };
}

function gapsOf(parts: readonly Part[], { scenarios, instances }: ResultsJob): Reason[] {
  const planned = plannedMs(scenarios);
  return [
    ...missingInstances(
      parts.map(({ head, name }) => ({ id: head.instance, name })),
      instances,
    ),
    ...parts.flatMap((part) => part.faults(planned)),
    ...apart(parts),
  ];
}

/** Instances of one run begin within this, in ms; clocks of machines differ a little. */
const TOGETHER = 60_000;

/** Files of different runs, or of one run at different times, are no measurement of one load. */
function apart(parts: readonly Part[]): Reason[] {
  const begun = parts.filter(({ head }) => head.origin !== undefined);
  const [first, ...others] = begun.toSorted((one, other) => one.head.origin! - other.head.origin!);
  if (first === undefined) return [];
  const late = others
    .filter(({ head }) => head.origin! - first.head.origin! > TOGETHER)
    .map(
      ({ name, head }) =>
        `${name} began ${Math.round((head.origin! - first.head.origin!) / 1000)} s after ${first.name}`,
    );
  const foreign = others
    .filter(({ head }) => head.testid !== first.head.testid)
    .map(({ name }) => `${name} has another testid than ${first.name}`);
  return [...late, ...foreign].map((text) => ({
    code: 'broken_result',
    text: `${text}: they are not of the same run`,
  }));
}
