import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedPlan } from '../plan/load.ts';
import { loadPlan } from '../plan/load.ts';
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
    const load = await loadOf(flags, { loaded, io, interrupt });
    const { report } = await judgeCentrally(
      {
        loaded,
        out: io.cwd === process.cwd() ? flags.out : resolve(io.cwd, flags.out),
        checks: loaded.plan.checks.required.length > 0 ? await registries.checks() : [],
        reporters: await registries.reporters(),
        progress: live.progress,
        abort: interrupt.abort,
        wallClock: Date.now,
        uuid: randomUUID,
        version: version(),
      },
      load,
    ).finally(live.end);
    await present(report, options, io);
    return interrupt.exitCode() ?? report.exitCode;
  } finally {
    interrupt.end();
  }
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
    : fromPrometheus({ ...common, url: source.prometheus, testid: source.testid, wallClock: Date.now });
}
