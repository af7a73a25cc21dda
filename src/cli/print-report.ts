import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Report } from '../model/report.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import { citedExchanges } from './exchanges.ts';
import type { Io } from './io.ts';
import { render } from './present.ts';
import { runFolder } from './run-folder.ts';

interface ReportFlags extends GlobalOptions {
  readonly run: string;
  readonly as: string;
}

/** `canary-gate report`: the stored report in another format. Showing is no verdict: exit code 0. */
export async function printReport(flags: ReportFlags, io: Io): Promise<number> {
  const folder = runFolder(flags.run, io.cwd);
  const report = readReport(folder);
  await render(report, flags.json ? 'json' : flags.as, flags, io, () =>
    citedExchanges(folder, report.checks),
  );
  return 0;
}

/** The report of a run folder. Throws `UsageError` where there is none that can be read. */
export function readReport(folder: string): Report {
  const file = join(folder, 'report.json');
  if (!existsSync(file))
    throw new UsageError(`${folder} has no report.json; "canary-gate judge" makes one from its evidence.`);
  const parsed = Report.safeParse(parseJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${file} is no canary-gate report: ${issue?.path.join('.')} ${issue?.message}`);
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
