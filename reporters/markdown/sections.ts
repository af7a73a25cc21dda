import type { GateResult } from '../../src/model/gate.ts';
import type { Report } from '../../src/model/report.ts';
import { byMessage, type Found, perFamily, provisos, sortFindings } from '../text/findings.ts';
import { COMMON, ENDINGS, eventColumns, latencyTitle, loadRows, neverSeen, remarks } from '../text/load.ts';
import { count, interval, measured, NONE, percent, plural, seconds, significant } from '../text/units.ts';
import {
  GATE_WORDS,
  gateTitle,
  headline,
  meaning,
  runSeconds,
  subject,
  TRIGGER_WORDS,
  utc,
} from '../text/words.ts';
import { code, plain, table } from './escape.ts';

const VERDICT_SIGNS: Readonly<Record<Report['verdict'], string>> = {
  PASS: '✅',
  FAIL: '❌',
  INCONCLUSIVE: '⚠️',
};

const STATE_SIGNS: Readonly<Record<GateResult['state'], string>> = {
  pass: '✅',
  fail: '❌',
  inconclusive: '❔',
  no_data: '❔',
  error: '⚠️',
  not_evaluable: '➖',
};

export function* verdict(report: Report): Generator<string> {
  yield `# ${VERDICT_SIGNS[report.verdict]} ${headline(report)}: ${subject(report)
    .map((part) => plain(part, 120))
    .join(' · ')}`;
  yield '';
  yield `**${report.verdict}**, exit code ${report.exitCode}. ${meaning(report)}`;
  yield '';
  const { run } = report;
  yield* table(
    ['', ''],
    [
      ['plan', `${code(report.plan.file)}, sha256 ${code(report.plan.sha256.slice(0, 12))}`],
      ...Object.entries(report.targets).map(([arm, target]) => [
        plain(arm),
        code(target.url) +
          (target.protocol === 'h2' ? ', HTTP/2' : '') +
          (target.insecure ? ', certificate not verified' : ''),
      ]),
      ['run', `${plain(run.id)}, ${utc(run.startedAt)}, ${seconds(Math.round(runSeconds(report)))}`],
      ['engine', `${plain(report.engine.id)}, seed ${run.seed}`],
    ],
  );
}

export function* reasons(report: Report): Generator<string> {
  if (report.reasons.length === 0) return;
  yield '## Why';
  yield '';
  for (const reason of report.reasons) yield `- ${code(reason.code)} ${plain(reason.text)}`;
}

export function* gates(report: Report): Generator<string> {
  yield* gateTable('Gates', report, 'gate', GATE_WORDS);
}

export function* triggers(report: Report): Generator<string> {
  yield* gateTable('Triggers', report, 'trigger', TRIGGER_WORDS);
}

function* gateTable(
  title: string,
  report: Report,
  kind: GateResult['kind'],
  words: typeof GATE_WORDS,
): Generator<string> {
  const results = report.gates.filter((gate) => gate.kind === kind);
  if (results.length === 0) return;
  yield `## ${title}`;
  yield '';
  const rows = results.map((result) => [
    `${STATE_SIGNS[result.state]} ${words[result.state]}`,
    code(gateTitle(result), 300),
    measured(result.observed, result.unit),
    result.interval ? `${interval(result.interval, result.unit)} (${percent(result.confidence)})` : NONE,
    count(result.n),
    result.needed === null ? NONE : count(result.needed),
    result.state === 'pass' ? '' : plain(result.message),
  ]);
  yield* table(['', 'expression', 'observed:', 'interval:', 'n:', 'needed:', 'what was seen'], rows);
  const notes = new Set(results.flatMap((result) => result.notes));
  if (notes.size > 0) yield '';
  for (const note of notes) yield `- ${plain(note)}`;
}

export function* checks(report: Report): Generator<string> {
  if (report.checks.length === 0) return;
  const sorted = sortFindings(report.checks);
  yield '## Checks';
  yield '';
  const rows = [...sorted.failed, ...sorted.accepted, ...sorted.unfinished].map((check) =>
    trouble(check, report),
  );
  if (rows.length > 0) yield* table(['', 'severity', 'check', 'what was seen', 'what to do'], rows);
  if (rows.length > 0) yield '';
  const families = perFamily(sorted.passed).map(([family, amount]) => `${plain(family)} ${amount}`);
  if (families.length > 0) yield `- ✅ ${sorted.passed.length} passed: ${families.join(', ')}`;
  yield* silent('not run', sorted.notRun);
  yield* silent('not applicable', sorted.notApplicable);
  yield* limits(report);
}

function trouble(check: Found, report: Report): string[] {
  const sign =
    check.outcome === 'fail' ? (check.accepted ? '⚠️ accepted' : '❌ failed') : `❔ ${check.outcome}`;
  const more = provisos(check, report).map((proviso) => ` **${plain(proviso)}**`);
  return [
    sign,
    check.severity,
    [code(check.id), plain(check.title), ...check.cases.map((row) => code(row))].join(' '),
    plain(check.message) + more.join(''),
    check.outcome === 'fail' ? plain(check.remedy) : '',
  ];
}

function* silent(word: string, found: readonly Found[]): Generator<string> {
  for (const [message, ids] of byMessage(found))
    yield `- ➖ ${word}: ${plain(message)} (${ids.map((id) => code(id)).join(', ')})`;
}

/** Which limit was tried where, and by whom. */
function* limits(report: Report): Generator<string> {
  if (report.limits === undefined) return;
  yield '';
  yield '### Rate limits';
  yield '';
  yield* table(
    ['endpoint', 'class', 'limit', 'by', 'tried', 'served:', 'rejected:', 'other:'],
    report.limits.map((row) => [
      code(row.endpoint),
      plain(row.class),
      `${plain(row.limit)}, ${row.quota} in ${seconds(row.windowMs / 1000)}`,
      row.scope,
      row.tried,
      count(row.admitted),
      count(row.rejected),
      count(row.other),
    ]),
  );
}

export function* load(report: Report): Generator<string> {
  const rows = loadRows(report);
  if (rows.length === 0) return;
  const events = eventColumns(report, rows);
  const columns = [...COMMON, ...events, ...ENDINGS.filter((ending) => !neverSeen(ending.outcome, rows))];
  yield '## Load';
  yield '';
  yield `${seconds(report.load.seconds)}; ${latencyTitle(report)}.`;
  yield '';
  yield* table(
    ['', ...columns.map((column) => `${column.title}:`)],
    rows.map((row) => [
      row.depth === 0 ? `**${plain(row.name)}**` : plain(row.name),
      ...columns.map((column) => column.cell(row.summary)),
    ]),
  );
  const said = report.load.scenarios.flatMap((scenario) =>
    remarks(scenario).map((remark) => `- ${plain(scenario.name)}: ${plain(remark)}`),
  );
  if (said.length > 0) yield '';
  yield* said;
}

export function* context(report: Report): Generator<string> {
  yield '## Grounds';
  yield '';
  for (const seen of report.versions) {
    const mark = seen.expected ? '' : ', not the canary';
    yield `- version ${code(seen.version || '(none named)', 80)}: ${percent(seen.share)}, ${plural(seen.requests, 'request')}${mark}`;
  }
  for (const signal of report.signals) {
    const last = signal.last === null ? NONE : significant(signal.last);
    yield `- signal ${code(signal.name)}: ${last}, ${plain(signal.state)}, ${plural(signal.readings, 'reading')}${signal.detail ? `, ${plain(signal.detail)}` : ''}`;
  }
  if (report.load.scenarios.length > 0 || !report.generator.healthy)
    yield `- the load generator was ${report.generator.healthy ? 'healthy' : '**overloaded**'}`;
  for (const note of [...report.generator.notes, ...report.notes]) yield `- ${plain(note)}`;
  yield `- evidence: ${code(report.run.folder)}; judge it again with ${code(`canary-gate judge ${report.run.folder}`)}`;
}
