import type { Report } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';
import { burstSummary } from './burst-summary.ts';
import { compose } from './compose.ts';
import type { RunOutcome } from './facts.ts';
import { note, type RunSession } from './session.ts';

/** The page that report files are written for. */
const PAGE = { color: false, width: 100 } as const;

/** Judges, writes the reports and seals the evidence. */
export async function finish(
  session: RunSession,
  outcome: RunOutcome,
): Promise<{ report: Report; folder: string }> {
  const { options, facts, folder, measurement, judge } = session;
  const { plan, scenarios } = options.loaded;
  note(session, 'end', { outcome });
  const gates = options.mode === 'run' ? judge.results(outcome.generator) : [];
  const { totals } = measurement;
  const report = redacted(
    session,
    compose({
      facts,
      outcome: { ...outcome, notes: [...outcome.notes, ...folder.problems] },
      plan,
      scenarios,
      totals,
      gates,
      exchanges: session.exchanges,
      folder: folder.path,
      version: options.version,
    }),
  );
  await writeReports(session, report);
  await folder.close({ interrupted: outcome.interrupted !== false });
  return { report, folder: folder.path };
}

/** What is shown passes through the same redaction as what is stored. */
function redacted({ redactor }: RunSession, report: Report): Report {
  return JSON.parse(JSON.stringify(report), (_, value) =>
    typeof value === 'string' ? redactor.text(value) : value,
  ) as Report;
}

async function writeReports({ options, folder }: RunSession, report: Report): Promise<void> {
  const { plan, scenarios } = options.loaded;
  for (const reporter of reportersOf(options.reporters, plan.reports))
    await folder.file(reporter.file, [...reporter.render(report, PAGE)].join(''));
  const bounded = new Set(scenarios.filter(({ spec }) => spec.transcript).map(({ name }) => name));
  for (const scenario of report.load.scenarios)
    if (bounded.has(scenario.name))
      await folder.file(
        `summary-${scenario.name}.json`,
        `${JSON.stringify(burstSummary(scenario, report.run.endedAt), null, 2)}\n`,
      );
}

/** `report.json` always, and those that the plan names. */
function reportersOf(
  reporters: readonly Reporter[],
  named: readonly string[],
): (Reporter & { file: string })[] {
  const isFile = (reporter: Reporter): reporter is Reporter & { file: string } => reporter.file !== undefined;
  return reporters.filter(isFile).filter(({ id }) => id === 'json' || named.includes(id));
}
