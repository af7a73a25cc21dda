import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { annotations, resumeCommands, stopCommands } from '../../reporters/github.ts';
import type { Report } from '../model/report.ts';
import type { RenderOptions } from '../model/reporter.ts';
import type { GlobalOptions } from './command.ts';
import { type Io, wantsColor } from './io.ts';
import { pick, registries } from './registries.ts';

const DEFAULT_WIDTH = 100;

type Exchanges = NonNullable<RenderOptions['exchanges']>;

/** Shows a finished run: as JSON, as one line, or for people; and on the page of a GitHub Actions run. */
export async function present(report: Report, options: GlobalOptions, io: Io): Promise<void> {
  if (options.json) return render(report, 'json', options, io);
  const inActions = io.env.GITHUB_ACTIONS === 'true';
  // Text of the target must not be obeyed by the runner.
  const token = inActions ? randomUUID() : '';
  if (inActions) io.stdout.write(stopCommands(token));
  if (options.quiet) io.stdout.write(`${report.decision} (${report.verdict}) ${report.run.folder}\n`);
  else await render(report, 'terminal', options, io);
  if (!inActions) return;
  io.stdout.write(resumeCommands(token));
  io.stdout.write(annotations(report));
  await stepSummary(report, io);
}

/** Writes a report in one format to stdout. Rejects with `UsageError` for a format that does not exist. */
export async function render(
  report: Report,
  format: string,
  options: GlobalOptions,
  io: Io,
  exchangesOf: (report: Report) => Promise<Exchanges> = async () => new Map(),
): Promise<void> {
  const reporter = pick(await registries.reporters(), format, 'reporter');
  const color = reporter.file === undefined && wantsColor(io.stdout, io.env, options.color);
  const width = io.stdout.columns ?? DEFAULT_WIDTH;
  const exchanges = reporter.showsExchanges ? await exchangesOf(report) : new Map();
  for (const text of reporter.render(report, { color, width, exchanges })) io.stdout.write(text);
}

async function stepSummary(report: Report, io: Io): Promise<void> {
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const markdown = pick(await registries.reporters(), 'markdown', 'reporter');
  await appendFile(file, [...markdown.render(report, { color: false, width: DEFAULT_WIDTH })].join(''));
}
