import type { Exchange } from '../../src/model/exchange.ts';
import type { Report } from '../../src/model/report.ts';
import { code, plain } from '../markdown/escape.ts';
import { plural } from '../text/units.ts';
import { headline, subject } from '../text/words.ts';
import { type ExchangeView, type FindingView, toShow, viewOf } from './view.ts';

/** Exchanges shown of one finding; `canary-gate show` shows all of them. */
const MOST_EXCHANGES = 8;

/** The findings of a report as Markdown, a part at a time: a part is whole, whatever follows it. */
export function* findings(report: Report, exchanges: ReadonlyMap<string, Exchange>): Generator<string> {
  const views = toShow(report.checks).map((check) => viewOf(check, report, exchanges));
  yield `# Findings: ${headline(report)}, ${subject(report)
    .map((part) => plain(part, 120))
    .join(' · ')}\n\n`;
  yield `${plural(views.length, 'finding')} in run ${code(report.run.id)}.`;
  yield views.length === 0 ? '\n' : ` ${HOW}\n`;
  for (const view of views) yield* finding(view, report);
}

const HOW =
  'The commands are for bash, zsh and ksh. Secrets are not stored: a comment names each variable to set before a command, in the form in which the text has it (percent-encoded in a URL).';

const SIGNS: Readonly<Partial<Record<FindingView['outcome'], string>>> = { fail: '❌', pass: '✅' };

function* finding(view: FindingView, report: Report): Generator<string> {
  const sign = view.outcome === 'fail' && !view.blocks ? '⚠️' : (SIGNS[view.outcome] ?? '❔');
  const marks = [view.severity, view.kind, ...view.cases, ...(view.required ? ['required'] : [])];
  const references = view.references.map(({ text, link }) =>
    link === text ? `<${link}>` : `${plain(text)}${link ? ` (<${link}>)` : ''}`,
  );
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Seen', [plain(view.message)]],
    ['A correct service', [plain(view.correct)]],
    ['What to do', [plain(view.remedy)]],
    ['To know', view.provisos.map((text) => plain(text))],
    ['References', references],
  ];
  const lines = rows
    .filter(([, texts]) => texts.length > 0)
    .map(([name, texts]) => `- **${name}**: ${texts.join('; ')}`);
  yield `\n## ${sign} ${code(view.id)}: ${view.outcome} (${marks.map((mark) => plain(mark)).join(', ')})\n\n${lines.join('\n')}\n`;
  yield* view.exchanges.slice(0, MOST_EXCHANGES).map(exchange);
  yield rest(view, report);
}

function exchange(view: ExchangeView, index: number): string {
  return [
    '',
    `### ${index + 1}. ${plain(view.role)}: ${plain(view.ended)}`,
    '',
    code(view.request),
    '',
    ...fenced('sh', view.curl),
    '',
    ...(view.answer.length > 0 ? fenced('http', view.answer) : ['There was no answer.']),
    '',
  ].join('\n');
}

/** A fence longer than any run of backticks inside, so that nothing can end it. */
function fenced(language: string, lines: readonly string[]): string[] {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return [`${fence}${language}`, ...lines, fence];
}

function rest({ id, exchanges, missing }: FindingView, report: Report): string {
  const more = exchanges.length - MOST_EXCHANGES;
  const command = code(`canary-gate show ${report.run.folder} ${id}`);
  return [
    ...(more > 0 ? [`\n${plural(more, 'more exchange')}: ${command}\n`] : []),
    ...(missing.length > 0
      ? [`\nNot in the evidence that was read: ${missing.map((one) => code(one)).join(', ')}\n`]
      : []),
  ].join('');
}
