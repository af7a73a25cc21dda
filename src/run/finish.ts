import type { Report } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';
import { burstSummary } from './burst-summary.ts';
import { compose } from './compose.ts';
import type { RunOutcome } from './facts.ts';
import { withGaps } from './gaps.ts';
import type { GateJudge } from './gate-judge.ts';
import { note, type RunSession } from './session.ts';

/** What is needed of a run to finish it, wherever its load ran. */
export interface Finishing
  extends Pick<RunSession, 'facts' | 'folder' | 'measurement' | 'redactor' | 'exchanges'> {
  readonly options: Pick<RunSession['options'], 'loaded' | 'mode' | 'reporters' | 'version' | 'wallClock'>;
  readonly judge: Pick<GateJudge, 'results'>;
}

/** The page that report files are written for. */
const PAGE = { color: false, width: 100 } as const;

/** Judges, writes the reports and seals the evidence. */
export async function finish(
  session: Finishing,
  outcome: RunOutcome,
): Promise<{ report: Report; folder: string }> {
  const { options, facts, folder, measurement, judge } = session;
  const { plan, scenarios } = options.loaded;
  note(session, 'end', { outcome });
  const results = options.mode === 'run' ? judge.results(outcome.generator) : [];
  const gates = withGaps(results, options.loaded.gates, outcome.gaps);
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
function redacted({ redactor }: Finishing, report: Report): Report {
  return JSON.parse(JSON.stringify(report), (_, value) =>
    typeof value === 'string' ? redactor.text(value) : value,
  ) as Report;
}

async function writeReports({ options, folder, exchanges }: Finishing, report: Report): Promise<void> {
  const { plan, scenarios } = options.loaded;
  const bounded = new Set(scenarios.filter(({ spec }) => spec.transcript).map(({ name }) => name));
  // Findings are of the canary; a baseline's exchanges have the same ids.
  const own = exchanges.filter(({ arm }) => arm === 'canary');
  const page = { ...PAGE, exchanges: new Map(own.map((exchange) => [exchange.id, exchange])) };
  const reports = reportersOf(options.reporters, plan.reports).map((reporter) =>
    folder.file(reporter.file, [...reporter.render(report, page)].join('')),
  );
  const summaries = report.load.scenarios
    .filter(({ name }) => bounded.has(name))
    .map((scenario) => {
      const summary = burstSummary(scenario, report.run.endedAt);
      return folder.file(`summary-${scenario.name}.json`, `${JSON.stringify(summary, null, 2)}\n`);
    });
  await Promise.all([...reports, ...summaries]);
}

/** `report.json` always, and those that the plan names. */
function reportersOf(
  reporters: readonly Reporter[],
  named: readonly string[],
): (Reporter & { file: string })[] {
  const isFile = (reporter: Reporter): reporter is Reporter & { file: string } => reporter.file !== undefined;
  return reporters.filter(isFile).filter(({ id }) => id === 'json' || named.includes(id));
}
