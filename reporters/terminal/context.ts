import type { Report } from '../../src/model/report.ts';
import { sortFindings } from '../text/findings.ts';
import { tame } from '../text/tame.ts';
import { milliseconds, NONE, percent, plural, significant } from '../text/units.ts';
import { hanging, padEnd } from './layout.ts';
import type { Page } from './page.ts';

/** What the numbers rest on, and where the proof of them is. */
export function* context(report: Report, page: Page): Generator<string> {
  for (const [name, lines] of ROWS) {
    for (const [at, text] of lines(report, page).entries()) {
      const [first = '', ...more] = hanging(text, 12, page.width);
      yield ` ${page.paint('faint', padEnd(at === 0 ? name : '', 10))} ${first.trimStart()}`;
      yield* more;
    }
  }
  yield* evidence(report, page);
}

const ROWS: readonly (readonly [name: string, lines: (report: Report, page: Page) => string[]])[] = [
  ['versions', versions],
  ['signals', signals],
  ['generator', generator],
  ['notes', (report) => report.notes.map((note) => tame(note))],
];

function versions(report: Report): string[] {
  return report.versions.map((seen) => {
    const name = seen.version === '' ? '(none named)' : tame(seen.version, 80);
    return `${name} ${percent(seen.share)} · ${plural(seen.requests, 'request')}${seen.expected ? ' ✔' : ' · not the canary'}`;
  });
}

function signals(report: Report): string[] {
  return report.signals.map((signal) => {
    const last = signal.last === null ? NONE : significant(signal.last);
    const detail = signal.detail ? ` · ${tame(signal.detail)}` : '';
    return `${tame(signal.name)} ${last} · ${tame(signal.state)} · ${plural(signal.readings, 'reading')}${detail}`;
  });
}

function generator(report: Report, page: Page): string[] {
  const { generator } = report;
  if (report.load.scenarios.length === 0 && generator.healthy) return [];
  const health = generator.healthy ? page.paint('good', 'healthy') : page.paint('bad', 'overloaded');
  const figures = [
    `send lag p99 ${milliseconds(generator.sendLagP99)}`,
    `event loop p99 ${milliseconds(generator.eventLoopDelayP99)}`,
    `cpu ${percent(Math.round(generator.cpu * 100) / 100)}`,
    `missed ${percent(generator.missedRate)}`,
    ...(generator.spin ? [`spun ${percent(Math.round(generator.spin * 100) / 100)}`] : []),
    ...(generator.workers ? [plural(generator.workers, 'thread')] : []),
  ];
  return [`${health} · ${figures.join(' · ')}`, ...generator.notes.map((note) => tame(note))];
}

/** In one line each, however long: they are there to be copied. */
function* evidence(report: Report, page: Page): Generator<string> {
  const folder = shellWord(tame(report.run.folder));
  yield ` ${page.paint('faint', 'evidence  ')} ${folder}`;
  const { failed, unfinished, accepted } = sortFindings(report.checks);
  const commands = [
    ...(failed.length + unfinished.length + accepted.length > 0 ? [`canary-gate show ${folder}`] : []),
    `canary-gate judge ${folder}`,
    `canary-gate report ${folder} --as junit`,
  ];
  for (const command of commands) yield `            ${page.paint('accent', command)}`;
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
