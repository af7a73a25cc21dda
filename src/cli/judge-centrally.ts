import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../model/errors.ts';
import type { Progress } from '../model/progress.ts';
import type { Report } from '../model/report.ts';
import { type LoadedPlan, loadPlan } from '../plan/load.ts';
import { type CentralLoad, judgeCentrally } from '../run/central.ts';
import { fromFiles } from '../run/central-files.ts';
import { fromPrometheus } from '../run/central-prometheus.ts';
import type { GlobalOptions } from './command.ts';
import { progressOf } from './execute.ts';
import { type Interruption, interruption } from './interruption.ts';
import type { Io } from './io.ts';
import type { CentralFlags } from './judge-source.ts';
import { planFile } from './plan-file.ts';
import { present } from './present.ts';
import { registries } from './registries.ts';
import { version } from './version.ts';

/** `canary-gate judge --k6-json` and `--prometheus`: a load that ran elsewhere. Gives the exit code. */
export async function judgeFromCommandLine(
  flags: CentralFlags,
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  // No check runs here, and to know them all takes as much memory as a long load: they were known when it was made.
  const loaded = await loadPlan(planFile(flags.plan, io.cwd), { env: io.env, cwd: io.cwd });
  const interrupt = interruption(io);
  const live = progressOf(options, io);
  try {
    live.progress({ kind: 'stage', name: 'start', text: loaded.plan.name });
    const { report } = await judged(flags, { loaded, io, interrupt }, live.progress).finally(live.end);
    await present(report, options, io);
    return interrupt.exitCode() ?? report.exitCode;
  } catch (error) {
    const exitCode = interrupt.exitCode();
    // Whoever ends the wait gets no report where there is nothing yet to report of.
    if (exitCode === undefined || !(error instanceof StartError)) throw error;
    return exitCode;
  } finally {
    interrupt.end();
  }
}

async function judged(flags: CentralFlags, around: Around, progress: Progress): Promise<{ report: Report }> {
  const { loaded, io, interrupt } = around;
  const load = await loadOf(flags, around);
  return judgeCentrally(
    {
      loaded,
      out: io.cwd === process.cwd() ? flags.out : resolve(io.cwd, flags.out),
      checks: loaded.plan.checks.required.length > 0 ? await registries.checks() : [],
      reporters: await registries.reporters(),
      progress,
      abort: interrupt.abort,
      wallClock: Date.now,
      uuid: randomUUID,
      version: version(),
    },
    load,
  );
}

interface Around {
  readonly loaded: LoadedPlan;
  readonly io: Io;
  readonly interrupt: Interruption;
}

function loadOf(
  { source, instances, wait }: CentralFlags,
  { loaded, io, interrupt }: Around,
): Promise<CentralLoad> {
  const { abort } = interrupt;
  const common = {
    loaded,
    instances,
    wait,
    abort,
    now: () => performance.now(),
    sleep: (milliseconds: number) => sleep(milliseconds, undefined, { signal: abort }).catch(() => {}),
  };
  return 'files' in source
    ? fromFiles({ ...common, patterns: source.files, cwd: io.cwd })
    : fromPrometheus({ ...common, ...source, wallClock: Date.now });
}
