import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EvidenceError } from '../evidence/files.ts';
import { Report } from '../model/report.ts';
import { judgeRun } from '../run/judge.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { present, render } from './present.ts';
import { registries } from './registries.ts';
import { version } from './version.ts';

const DEFAULT_OUT = 'canary-runs';

interface RunFlag extends GlobalOptions {
  readonly run: string;
}

/** `canary-gate judge`: the verdict again, from the folder alone. */
export async function judgeAgain(flags: RunFlag, io: Io): Promise<number> {
  const { checks, reporters } = registries;
  const folder = runFolder(flags.run, io.cwd);
  const { report } = await judgeRun(folder, { checks, reporters, version: version() }).catch((error) => {
    throw error instanceof EvidenceError ? new UsageError(error.message) : error;
  });
  await present(report, flags, io);
  return report.exitCode;
}

/** `canary-gate report`: the stored report in another format. Showing is no verdict: exit code 0. */
export async function printReport(flags: RunFlag & { readonly as: string }, io: Io): Promise<number> {
  const report = readReport(runFolder(flags.run, io.cwd));
  render(report, flags.json ? 'json' : flags.as, flags, io);
  return 0;
}

/** The folder that was named; `latest` is the newest run of `canary-runs`. Throws `UsageError`. */
function runFolder(named: string, cwd: string): string {
  const folder = resolve(cwd, named);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  const out = join(cwd, DEFAULT_OUT);
  const runs = existsSync(out)
    ? readdirSync(out).filter((name) => existsSync(join(out, name, 'report.json')))
    : [];
  const newest = runs.sort().at(-1);
  if (named === 'latest' && newest) return join(out, newest);
  const hint = newest
    ? `The newest here is ${join(DEFAULT_OUT, newest)}.`
    : 'A run writes one below canary-runs/.';
  throw new UsageError(`There is no run folder ${named}. ${hint}`);
}

function readReport(folder: string): Report {
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
