import { formatDuration } from '../model/duration.ts';
import type { Engine, EngineOutcome, LoadJob } from '../model/engine.ts';
import type { Measurement } from './measurement.ts';

/** Decided: every gate is proven, or one is proven violated. */
export type Decided = 'continue' | 'pass' | 'fail';

export interface LoadOptions {
  readonly engine: Engine;
  /** One job per arm; they run side by side. */
  readonly jobs: readonly Omit<LoadJob, 'stop'>[];
  readonly measurement: Measurement;
  readonly now: () => number;
  /** Longest time, in ms. */
  readonly maxDuration: number;
  /** Asked every second whether the load may end early. */
  readonly decided: () => Decided;
}

export interface LoadResult {
  readonly outcomes: readonly EngineOutcome[];
  /** Why the load ended before its time; undefined when it did not. */
  readonly stopped?: string;
}

const TICK = 1000;

/** Runs the scenarios of every arm, judging each second as it closes. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { engine, jobs, measurement, now, maxDuration, decided } = options;
  const stop = new AbortController();
  let stopped: string | undefined;
  const end = (why: string) => {
    if (stop.signal.aborted) return;
    stopped = why;
    stop.abort();
  };
  const ticker = setInterval(() => {
    measurement.advance(now());
    const decision = decided();
    if (decision !== 'continue') end(EARLY[decision]);
  }, TICK);
  const limit = setTimeout(
    () => end(`the plan's maximum of ${formatDuration(maxDuration)} was reached`),
    maxDuration,
  );
  try {
    const outcomes = await runArms(jobs, (job, abort) =>
      engine.run({ ...job, abort, stop: stop.signal }, measurement.sink),
    );
    return { outcomes, ...(stopped === undefined ? {} : { stopped }) };
  } finally {
    clearInterval(ticker);
    clearTimeout(limit);
  }
}

type ArmJob = LoadOptions['jobs'][number];

/** All arms at once. Where one breaks down the others are of no use: they are ended before that is told. */
async function runArms<Outcome>(
  jobs: readonly ArmJob[],
  run: (job: ArmJob, abort: AbortSignal) => Promise<Outcome>,
): Promise<Outcome[]> {
  const broken = new AbortController();
  const arms = jobs.map((job) => run(job, AbortSignal.any([job.abort, broken.signal])));
  try {
    return await Promise.all(arms);
  } catch (error) {
    broken.abort();
    await Promise.allSettled(arms);
    throw error;
  }
}

const EARLY = {
  pass: 'the load ended early: every gate was proven',
  fail: 'the load ended early: a gate was proven violated',
} as const;
