import { findingsForTerminal } from '../../reporters/evidence/terminal.ts';
import { type FindingView, toShow, viewOf } from '../../reporters/evidence/view.ts';
import { harmlessJson } from '../../reporters/text/json.ts';
import type { FindingReport, Report } from '../model/report.ts';
import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import { type GlobalOptions, UsageError } from './command.ts';
import { citedExchanges } from './exchanges.ts';
import { type Io, wantsColor } from './io.ts';
import { readReport } from './print-report.ts';
import { runFolder } from './run-folder.ts';

interface ShowFlags extends GlobalOptions {
  readonly run: string;
  readonly check: string | undefined;
}

const DEFAULT_WIDTH = 100;

/** `canary-gate show`: findings with their evidence. Showing is no verdict: exit code 0. */
export async function showFindings(flags: ShowFlags, io: Io): Promise<number> {
  const folder = runFolder(flags.run, io.cwd);
  const report = readReport(folder);
  const chosen = flags.check === undefined ? toShow(report.checks) : matching(flags.check, report);
  const exchanges = await citedExchanges(folder, chosen);
  const views = chosen.map((check) => viewOf(check, report, exchanges));
  io.stdout.write(flags.json ? harmlessJson(`${JSON.stringify(views, null, 2)}\n`) : text(views, flags, io));
  return 0;
}

function text(views: readonly FindingView[], { color }: GlobalOptions, io: Io): string {
  if (views.length === 0) return 'No check failed, and none stayed open.\n';
  const width = io.stdout.columns ?? DEFAULT_WIDTH;
  return [...findingsForTerminal(views, { width, color: wantsColor(io.stdout, io.env, color) })].join('');
}

/** Checks by id, family or row of the catalogue. Throws `UsageError` where there is none. */
function matching(wanted: string, { checks }: Report): FindingReport[] {
  const word = wanted.toLowerCase().replace(/\/\*?$/, '');
  const found = checks.filter(({ id, cases }) =>
    [id, id.split('/')[0], ...cases].some((name) => name?.toLowerCase() === word),
  );
  if (found.length > 0) return found;
  const ids = checks.map(({ id }) => id);
  throw new UsageError(`The run has no check ${quote(wanted)}.${didYouMean(wanted, ids)}`);
}
