import type { Report } from '../../src/model/report.ts';
import { tame } from '../text/tame.ts';
import { seconds } from '../text/units.ts';
import { headline, meaning, runSeconds, subject, utc } from '../text/words.ts';
import { columns, hanging, padEnd, truncate } from './layout.ts';
import { heading, type Page } from './page.ts';
import { VERDICT_LOOKS } from './words.ts';

/** The decision, in a box that cannot be missed. */
export function* verdict(report: Report, page: Page): Generator<string> {
  const { symbol, tone, bar } = VERDICT_LOOKS[report.verdict];
  const inner = page.width - 4;
  const edge = page.paint(tone, '┃');
  const word = ` ${symbol} ${headline(report)} `;
  const code = `${report.verdict} · exit ${report.exitCode}`;
  const gap = ' '.repeat(Math.max(1, inner - 4 - columns(word) - columns(code)));
  yield ` ${page.paint(tone, `┏${'━'.repeat(inner)}┓`)}`;
  yield ` ${edge}  ${page.paint(bar, word)}${gap}${page.paint(tone, code)}  ${edge}`;
  for (const line of [tame(subject(report).join(' · ')), meaning(report)])
    yield ` ${edge}  ${padEnd(truncate(line, inner - 4), inner - 4)}  ${edge}`;
  yield ` ${page.paint(tone, `┗${'━'.repeat(inner)}┛`)}`;
}

/** Which plan, against what, when. */
export function* facts(report: Report, page: Page): Generator<string> {
  const { run, plan, engine } = report;
  const rows: [string, string][] = [
    ['plan', `${tame(plan.file)} · sha256 ${tame(plan.sha256.slice(0, 12))}`],
    ...Object.entries(report.targets).map(([arm, target]): [string, string] => [arm, describeTarget(target)]),
    [
      'run',
      `${utc(run.startedAt)} · ${seconds(Math.round(runSeconds(report)))} · engine ${tame(engine.id)} · seed ${run.seed}`,
    ],
  ];
  for (const [name, text] of rows) {
    const [first = '', ...more] = hanging(text, 12, page.width);
    yield ` ${page.paint('faint', padEnd(tame(name), 10))} ${first.trimStart()}`;
    yield* more;
  }
}

function describeTarget(target: Report['targets'][string]): string {
  const marks = [
    tame(target.url),
    target.protocol === 'h2' && 'HTTP/2',
    target.insecure && 'certificate not verified',
    !target.loopback && (target.authorised ? 'active checks authorised' : 'active checks not authorised'),
  ];
  return marks.filter((mark) => mark !== false).join(' · ');
}

/** Why the verdict is not a plain PASS. */
export function* reasons(report: Report, page: Page): Generator<string> {
  if (report.reasons.length === 0) return;
  const { tone, symbol } = VERDICT_LOOKS[report.verdict];
  yield* heading(page, 'Why');
  for (const reason of report.reasons) {
    const [first = '', ...more] = hanging(tame(reason.text), 26, page.width);
    yield `   ${page.paint(tone, symbol)} ${page.paint(tone, padEnd(reason.code, 20))} ${first.trimStart()}`;
    yield* more;
  }
}
