import type { CheckOutcome } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { Found } from '../text/findings.ts';
import { tame } from '../text/tame.ts';
import { message } from './text.ts';

type Level = 'error' | 'warning' | 'note';

/** Outcomes that say nothing of the target: `execution` where a check could not finish, `configuration` where the plan lacks something. */
const TOLD: Readonly<Partial<Record<CheckOutcome, { kind: 'execution' | 'configuration'; level: Level }>>> = {
  error: { kind: 'execution', level: 'error' },
  inconclusive: { kind: 'execution', level: 'warning' },
  not_run: { kind: 'configuration', level: 'warning' },
  not_applicable: { kind: 'configuration', level: 'note' },
};

/** The run itself: when, how it ended, and which checks came to no answer. */
export function invocation(report: Report, indexes: ReadonlyMap<string, number>): object {
  const { run, exitCode, verdict, decision, reasons } = report;
  const told = (kind: 'execution' | 'configuration') =>
    report.checks.flatMap((check) => {
      const told = TOLD[check.outcome];
      return told?.kind === kind ? [notification(check, told.level, indexes)] : [];
    });
  return {
    executionSuccessful: !run.interrupted,
    startTimeUtc: run.startedAt,
    endTimeUtc: run.endedAt,
    exitCode,
    exitCodeDescription: `${verdict}: ${decision}`,
    toolExecutionNotifications: told('execution'),
    toolConfigurationNotifications: told('configuration'),
    properties: { reasons: reasons.map(({ code, text }) => `${code}: ${tame(text)}`) },
  };
}

function notification(check: Found, level: Level, indexes: ReadonlyMap<string, number>): object {
  const { id, outcome } = check;
  return {
    associatedRule: { id: tame(id), index: indexes.get(id) ?? -1 },
    level: check.required && level === 'warning' ? 'error' : level,
    message: message(`${outcome}: ${check.message}`),
  };
}
