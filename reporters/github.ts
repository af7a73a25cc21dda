import type { Report } from '../src/model/report.ts';
import { blocks, type Found, provisos, sortFindings } from './text/findings.ts';
import { tame } from './text/tame.ts';
import { gateTitle, headline, meaning } from './text/words.ts';

/** GitHub shows no more of a step than ten errors and ten warnings. */
const MOST = 10;

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** Workflow commands that put the verdict and what led to it on the page of a GitHub Actions run. */
export function annotations(report: Report): string {
  const all = [verdict(report), ...gates(report), ...checks(report)];
  const shown = (['error', 'warning', 'notice'] as const).flatMap((level) =>
    limited(all.filter((annotation) => annotation.level === level)),
  );
  return shown.map((annotation) => `${command(annotation)}\n`).join('');
}

/**
 * Text that may repeat what a target said, printed so that the runner obeys none of it.
 * `token` must be a word that the target cannot guess.
 */
export function withoutCommands(text: string, token: string): string {
  return `${stopCommands(token)}${text.endsWith('\n') ? text : `${text}\n`}${resumeCommands(token)}`;
}

/** From this line on the runner takes output for text only. */
export function stopCommands(token: string): string {
  return `::stop-commands::${token}\n`;
}

/** Ends what `stopCommands` began. */
export function resumeCommands(token: string): string {
  return `::${token}::\n`;
}

const LEVELS = { PASS: 'notice', FAIL: 'error', INCONCLUSIVE: 'error' } as const;

function verdict(report: Report): Annotation {
  const reasons = report.reasons.map((reason) => `${reason.code}: ${reason.text}`);
  return {
    level: LEVELS[report.verdict],
    title: `canary-gate: ${headline(report)}`,
    message: [meaning(report), ...reasons].join(' · '),
  };
}

function gates(report: Report): Annotation[] {
  const open = report.gates.filter((gate) => gate.state !== 'pass' && gate.state !== 'not_evaluable');
  return open.map((gate) => ({
    level: gate.state === 'fail' && gate.level !== 'warn' ? 'error' : 'warning',
    title: `${gate.kind} ${gate.kind === 'trigger' && gate.state === 'fail' ? 'fired' : gate.state}: ${gateTitle(gate)}`,
    message: gate.message,
  }));
}

function checks(report: Report): Annotation[] {
  const sorted = sortFindings(report.checks);
  const failed = sorted.failed.map(
    (check): Annotation => ({
      level: blocks(check, report) ? 'error' : 'warning',
      title: titleOf(check),
      message: [check.message, ...sentences(check, report), check.remedy].join(' '),
    }),
  );
  const unfinished = sorted.unfinished.map(
    (check): Annotation => ({
      level: 'warning',
      title: `${check.id} ${check.outcome}`,
      message: check.message,
    }),
  );
  const accepted = sorted.accepted.map(
    (check): Annotation => ({
      level: 'warning',
      title: `${titleOf(check)} accepted until ${check.accepted?.until}`,
      message: [check.message, ...sentences(check, report)].join(' '),
    }),
  );
  return [...failed, ...unfinished, ...accepted];
}

function titleOf({ id, severity, cases }: Found): string {
  return `${id} (${[severity, ...cases].join(' ')})`;
}

function sentences(check: Found, report: Report): string[] {
  return provisos(check, report).map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
}

function limited(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= MOST) return annotations;
  const more = annotations.length - MOST + 1;
  const level = annotations[0]!.level;
  return [
    ...annotations.slice(0, MOST - 1),
    { level, title: 'canary-gate', message: `${more} more are in report.md and report.json` },
  ];
}

function command({ level, title, message }: Annotation): string {
  return `::${level} title=${escapeProperty(tame(title, 200))}::${escapeData(tame(message))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
