import { table } from 'table';
import type { Report } from '../../src/model/report.ts';
import {
  COMMON,
  ENDINGS,
  eventColumns,
  type LoadColumn,
  type LoadRow,
  latencyTitle,
  loadRows,
  neverSeen,
  remarks,
} from '../text/load.ts';
import { tame } from '../text/tame.ts';
import { seconds } from '../text/units.ts';
import { columns, hanging, truncate } from './layout.ts';
import { heading, type Page } from './page.ts';
import { timelines } from './timeline.ts';

/** What was sent and how it ended, by scenario and endpoint. */
export function* load(report: Report, page: Page): Generator<string> {
  const rows = loadRows(report);
  if (rows.length === 0) return;
  yield* heading(page, 'Load', [['faint', `${seconds(report.load.seconds)} · ${latencyTitle(report)}`]]);
  yield* figures(report, rows, page);
  const absent = ENDINGS.filter((ending) => neverSeen(ending.outcome, rows)).map((ending) => ending.outcome);
  for (const line of absent.length > 0 ? hanging(`none: ${absent.join(', ')}`, 3, page.width) : [])
    yield page.paint('faint', line);
  yield* timelines(report, page);
  for (const scenario of report.load.scenarios)
    for (const remark of remarks(scenario))
      yield* hanging(`${tame(scenario.name)}: ${remark}`, 3, page.width);
}

function* figures(report: Report, rows: readonly LoadRow[], page: Page): Generator<string> {
  const seen = ENDINGS.filter((ending) => !neverSeen(ending.outcome, rows));
  const events = eventColumns(report, rows);
  const wide = [...COMMON, ...events, ...seen];
  const narrow = !fits(wide, rows, page);
  const chosen = narrow ? [...COMMON, ...events] : wide;
  const spare = page.width - 3 - taken(chosen, rows);
  const names = rows.map((row) =>
    truncate(`${'  '.repeat(row.depth)}${row.name}`, Math.max(NARROWEST_NAME, spare)),
  );
  const cells = [
    ['', ...chosen.map((column) => page.paint('faint', column.title))],
    ...rows.map((row, at) => [
      tone(names[at] as string, row, page),
      ...chosen.map((column) => painted(column, row, page)),
    ]),
  ];
  for (const [at, line] of draw(cells).entries()) {
    yield `   ${line}`;
    const others = narrow && at > 0 ? otherwise(rows[at - 1] as LoadRow, seen) : '';
    for (const part of others ? hanging(others, 7, page.width) : []) yield page.paint('doubt', part);
  }
}

const NARROWEST_NAME = 14;

function taken(chosen: readonly LoadColumn[], rows: readonly LoadRow[]): number {
  const widths = chosen.map((column) =>
    Math.max(columns(column.title), ...rows.map((row) => columns(column.cell(row.summary)))),
  );
  return widths.reduce((sum, width) => sum + width + 2, 0);
}

function fits(chosen: readonly LoadColumn[], rows: readonly LoadRow[], page: Page): boolean {
  return page.width - 3 - taken(chosen, rows) >= NARROWEST_NAME;
}

/** All other endings beneath a row, for terminals too narrow for a column each. */
function otherwise(row: LoadRow, seen: typeof ENDINGS): string {
  return seen
    .filter((ending) => (row.summary.outcomes[ending.outcome] ?? 0) > 0)
    .map((ending) => `${ending.outcome} ${ending.cell(row.summary)}`)
    .join(', ');
}

function tone(name: string, row: LoadRow, page: Page): string {
  return row.depth === 0 ? page.paint('strong', name) : name;
}

function painted(column: LoadColumn, row: LoadRow, page: Page): string {
  const text = column.cell(row.summary);
  const bad = ENDINGS.some((ending) => ending.title === column.title) && text !== '0';
  return bad ? page.paint('doubt', text) : text === '0' ? page.paint('faint', text) : text;
}

/** Without lines: the eye follows the columns. */
function draw(cells: string[][]): string[] {
  const text = table(cells, {
    border: BORDERLESS,
    columnDefault: { alignment: 'right', paddingLeft: 2, paddingRight: 0 },
    columns: { 0: { alignment: 'left', paddingLeft: 0 } },
    drawHorizontalLine: () => false,
  });
  return text.split('\n').filter((line) => line !== '');
}

const BORDERLESS = Object.fromEntries(
  ['topBody', 'topJoin', 'topLeft', 'topRight', 'bottomBody', 'bottomJoin', 'bottomLeft', 'bottomRight']
    .concat(['bodyLeft', 'bodyRight', 'bodyJoin', 'joinBody', 'joinLeft', 'joinRight', 'joinJoin'])
    .map((part) => [part, '']),
);
