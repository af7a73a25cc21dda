import type { GateResult } from '../../src/model/gate.ts';
import type { Report } from '../../src/model/report.ts';
import { tame } from '../text/tame.ts';
import { count, interval, measured, percent, plural } from '../text/units.ts';
import { GATE_WORDS, gateTitle, TRIGGER_WORDS } from '../text/words.ts';
import { columns, hanging, padEnd, padStart, wrap } from './layout.ts';
import { heading, type Page, type Sum } from './page.ts';
import { GATE_LOOKS } from './words.ts';

/** What had to hold: observed value, interval and requests of every gate. */
export function* gates(report: Report, page: Page): Generator<string> {
  yield* section(
    'Gates',
    report.gates.filter((gate) => gate.kind === 'gate'),
    page,
    GATE_WORDS,
  );
}

/** What must not happen. */
export function* triggers(report: Report, page: Page): Generator<string> {
  yield* section(
    'Triggers',
    report.gates.filter((gate) => gate.kind === 'trigger'),
    page,
    TRIGGER_WORDS,
  );
}

/** Columns before an expression: margin, symbol and a space. */
const INDENT = 5;

type Words = typeof GATE_WORDS;

function* section(
  title: string,
  results: readonly GateResult[],
  page: Page,
  words: Words,
): Generator<string> {
  if (results.length === 0) return;
  const widths = measure(results, page);
  const confidences = new Set(results.map((result) => result.confidence).filter((value) => value > 0));
  const confidence = confidences.size === 1 ? `${percent([...confidences][0]!)} ` : '';
  yield* heading(page, title, sums(results, words));
  const head = numbers(['observed', `${confidence}interval`, 'requests'], widths);
  yield page.paint('faint', ' '.repeat(INDENT + widths[0]) + head);
  for (const result of results) yield* gate(result, page, widths);
  yield* footnotes(results, page);
}

function sums(results: readonly GateResult[], words: Words): Sum[] {
  return (Object.keys(words) as GateResult['state'][]).flatMap((state) => {
    const amount = results.filter((result) => result.state === state).length;
    return amount > 0 ? [[GATE_LOOKS[state].tone, `${amount} ${words[state]}`]] : [];
  });
}

function* gate(result: GateResult, page: Page, widths: Widths): Generator<string> {
  const { symbol, tone } = GATE_LOOKS[result.state];
  const [first = '', ...more] = wrap(title(result), widths[0]);
  const row = numbers(values(result), widths);
  const shown = result.state === 'pass' ? row : page.paint(tone, row);
  yield `   ${page.paint(tone, symbol)} ${padEnd(first, widths[0])}${shown}`;
  for (const line of more) yield ' '.repeat(INDENT) + line;
  if (result.state === 'pass') return;
  for (const text of [result.message, ...result.notes]) yield* remark(text, page);
}

function* remark(text: string, page: Page): Generator<string> {
  if (text !== '')
    for (const line of hanging(tame(text), INDENT, page.width)) yield page.paint('faint', line);
}

function title(result: GateResult): string {
  return tame(gateTitle(result), 300);
}

function values(result: GateResult): string[] {
  return [measured(result.observed, result.unit), interval(result.interval, result.unit), requests(result)];
}

/** `100 of 598`: so many there were, so many are needed to decide. */
function requests(result: GateResult): string {
  const open = result.state === 'inconclusive' || result.state === 'no_data';
  if (open && result.needed !== null) return `${count(result.n)} of ${count(result.needed)}`;
  return result.n > 0 ? count(result.n) : '';
}

type Widths = readonly [expression: number, observed: number, interval: number, requests: number];

/** The numbers get the room that they need, the expressions the rest. */
function measure(results: readonly GateResult[], page: Page): Widths {
  const cells = [['observed', '95 % interval', 'requests'], ...results.map(values)];
  const [observed, ends, requests] = [0, 1, 2].map((at) =>
    Math.max(...cells.map((row) => columns(row[at] as string))),
  ) as [number, number, number];
  const room = page.width - INDENT - observed - ends - requests - 6;
  const longest = Math.max(...results.map((result) => columns(title(result))));
  return [Math.max(18, Math.min(room, Math.max(longest, 36))), observed, ends, requests];
}

function numbers(cells: readonly string[], widths: Widths): string {
  return cells
    .map((cell, at) => `  ${padStart(cell, widths[at + 1] as number)}`)
    .join('')
    .trimEnd();
}

/** What was noted on gates that passed, each told once; what the plan says of them is known to its author. */
function* footnotes(results: readonly GateResult[], page: Page): Generator<string> {
  const passed = results.filter((result) => result.state === 'pass');
  const notes = Map.groupBy(
    passed.flatMap((result) => result.notes.filter((note) => !note.startsWith('plan: '))),
    (note) => note,
  );
  for (const [note, gates] of notes) {
    const whose = passed.length > 1 ? ` (${plural(gates.length, 'gate')})` : '';
    yield* remark(`${note}${whose}`, page);
  }
}
