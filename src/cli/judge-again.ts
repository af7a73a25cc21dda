import { EvidenceError } from '../evidence/files.ts';
import { judgeRun } from '../run/judge.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { present } from './present.ts';
import { registries } from './registries.ts';
import { runFolder } from './run-folder.ts';
import { version } from './version.ts';

/** `canary-gate judge`: the verdict again, from the folder alone. Gives the exit code. */
export async function judgeAgain(flags: GlobalOptions & { readonly run: string }, io: Io): Promise<number> {
  const folder = runFolder(flags.run, io.cwd);
  const checks = await registries.checks();
  const reporters = await registries.reporters();
  const { report } = await judgeRun(folder, { checks, reporters, version: version() }).catch((error) => {
    throw error instanceof EvidenceError ? new UsageError(error.message) : error;
  });
  await present(report, flags, io);
  return report.exitCode;
}
