import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Check } from '../model/check.ts';
import type { Engine } from '../model/engine.ts';
import type { Progress } from '../model/progress.ts';
import type { LoadedPlan } from '../plan/load.ts';
import { runPlan } from '../run/run.ts';
import type { GlobalOptions } from './command.ts';
import { interruption } from './interruption.ts';
import { type Io, wantsColor } from './io.ts';
import { present } from './present.ts';
import { liveProgress } from './progress.ts';
import { registries } from './registries.ts';
import { version } from './version.ts';

export interface Job {
  readonly loaded: LoadedPlan;
  readonly engine: Engine;
  readonly instances?: number | undefined;
  readonly mode: 'run' | 'check';
  readonly out: string;
  /** All of them when left out. */
  readonly checks?: readonly Check[];
}

/** Runs a plan with live progress, shows its report, and gives the exit code. */
export async function execute(job: Job, options: GlobalOptions, io: Io): Promise<number> {
  const interrupt = interruption(io);
  const live = progressOf(options, io);
  try {
    const { report } = await runPlan({
      loaded: job.loaded,
      engine: job.engine,
      engines: await registries.engines(),
      instances: job.instances,
      mode: job.mode,
      out: folderOf(job.out, io.cwd),
      checks: job.checks ?? (await registries.checks()),
      reporters: await registries.reporters(),
      progress: live.progress,
      abort: interrupt.abort,
      wallClock: Date.now,
      monotonic: () => performance.now(),
      uuid: randomUUID,
      version: version(),
    }).finally(live.end);
    await present(report, options, io);
    return interrupt.exitCode() ?? report.exitCode;
  } finally {
    interrupt.end();
  }
}

/** Shown as it was given where that leads to the same folder. */
function folderOf(out: string, cwd: string): string {
  return cwd === process.cwd() ? out : resolve(cwd, out);
}

const SILENT: { progress: Progress; end: () => void } = { progress: () => {}, end: () => {} };

/** Progress goes to stderr, so that stdout holds the report alone. */
export function progressOf({ quiet, color }: GlobalOptions, io: Io) {
  if (quiet) return SILENT;
  const tty = io.stderr.isTTY === true;
  return liveProgress(io.stderr, {
    tty,
    color: wantsColor(io.stderr, io.env, color),
    now: () => performance.now(),
  });
}
