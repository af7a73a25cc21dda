import type { Report } from '../../src/model/report.ts';
import { byMessage, type Found, perFamily, provisos, type Sorted, sortFindings } from '../text/findings.ts';
import { tame } from '../text/tame.ts';
import { columns, hanging, padEnd } from './layout.ts';
import { heading, type Page, type Sum } from './page.ts';
import type { Tone } from './style.ts';
import { ACCEPTED_LOOK, CHECK_LOOKS, type Look } from './words.ts';

/** What the probes found: what asks for action first, what is in order last and short. */
export function* checks(report: Report, page: Page): Generator<string> {
  if (report.checks.length === 0) return;
  const sorted = sortFindings(report.checks);
  yield* heading(page, 'Checks', sums(sorted));
  for (const check of [...sorted.failed, ...sorted.unfinished]) {
    yield* trouble(check, report, page);
    if (check.outcome === 'fail') yield* remedy(check, page);
  }
  for (const check of sorted.accepted) yield* trouble(check, report, page);
  for (const check of sorted.acceptedForNothing) yield* needless(check, page);
  yield* passes(sorted.passed, page);
  yield* silent('not run', sorted.notRun, page);
  yield* silent('not applicable', sorted.notApplicable, page);
}

function sums(sorted: Sorted): Sum[] {
  const counts: [readonly Found[], Tone, string][] = [
    [sorted.failed, 'bad', 'failed'],
    [sorted.unfinished, 'doubt', 'unfinished'],
    [sorted.accepted, 'doubt', 'accepted'],
    [sorted.notRun, 'doubt', 'not run'],
    [sorted.passed, 'good', 'passed'],
    [sorted.notApplicable, 'faint', 'not applicable'],
  ];
  return counts
    .filter(([found]) => found.length > 0)
    .map(([found, tone, word]) => [tone, `${found.length} ${word}`]);
}

function* trouble(check: Found, report: Report, page: Page): Generator<string> {
  const { symbol, tone } = check.accepted ? ACCEPTED_LOOK : CHECK_LOOKS[check.outcome];
  const marks = [check.outcome !== 'fail' && check.outcome, check.required && 'required'].filter(Boolean);
  const rows = check.cases.map((row) => tame(row));
  yield* label({ symbol, tone }, check, [...rows, ...marks].join(' · '), page);
  yield* hanging(tame(check.title), 14, page.width);
  for (const line of hanging(tame(check.message), 14, page.width)) yield page.paint(tone, line);
  for (const proviso of provisos(check, report))
    for (const line of hanging(tame(proviso), 14, page.width)) yield page.paint('doubt', line);
}

function* remedy(check: Found, page: Page): Generator<string> {
  const [first = '', ...more] = hanging(tame(check.remedy), 16, page.width);
  yield `              ${page.paint('accent', '→')} ${first.trimStart()}`;
  yield* more;
}

/** Rows of the catalogue stand beside the check's name where there is room for them, else beneath it. */
function* label({ symbol, tone }: Look, check: Found, tail: string, page: Page): Generator<string> {
  const head = `   ${symbol} ${padEnd(check.severity, 8)} ${tame(check.id)}`;
  const isShort = columns(`${head} ${tail}`) <= page.width;
  const painted = `${page.paint(tone, `   ${symbol} ${padEnd(check.severity, 8)}`)} ${page.paint('strong', tame(check.id))}`;
  yield isShort ? `${painted} ${page.paint('faint', tail)}` : painted;
  if (!isShort) for (const line of hanging(tail, 14, page.width)) yield page.paint('faint', line);
}

function* needless(check: Found, page: Page): Generator<string> {
  const text = `${tame(check.id)} passes: its acceptance until ${tame(check.accepted?.until ?? '')} is no longer needed`;
  for (const [at, line] of hanging(text, 5, page.width).entries())
    yield page.paint('faint', at === 0 ? `   ⚠ ${line.trimStart()}` : line);
}

function* passes(passed: readonly Found[], page: Page): Generator<string> {
  if (passed.length === 0) return;
  const families = perFamily(passed).map(([family, amount]) => `${tame(family)} ${amount}`);
  const [first = '', ...more] = hanging(families.join(' · '), 14, page.width);
  yield `   ${page.paint('good', '✔ passed')}   ${first.trimStart()}`;
  yield* more;
}

/** Checks that said nothing of the target, by what keeps them from it. */
function* silent(word: string, found: readonly Found[], page: Page): Generator<string> {
  for (const [message, ids] of byMessage(found)) {
    const text = `${word}: ${tame(message)} (${tame(ids.join(', '))})`;
    for (const [at, line] of hanging(text, 5, page.width).entries())
      yield page.paint('faint', at === 0 ? `   – ${line.trimStart()}` : line);
  }
}
