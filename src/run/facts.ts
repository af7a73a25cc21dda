import type { GeneratorHealth, ScenarioOutcome } from '../model/engine.ts';
import type { FindingReport, Report } from '../model/report.ts';
import type { Arm } from '../model/sample.ts';

/** What a run knows besides its windows and exchanges; kept in the journal, so that it can be judged again. */
export interface RunFacts {
  readonly run: Omit<Report['run'], 'endedAt' | 'interrupted' | 'folder'>;
  readonly targets: Report['targets'];
  readonly plan: Report['plan'];
  readonly engine: Report['engine'];
  readonly mode: 'run' | 'check';
}

/** One scenario in one arm, as its engine tells it. */
export interface ArmOutcome extends ScenarioOutcome {
  readonly arm: Arm;
}

/** What came of it. */
export interface RunOutcome {
  readonly endedAt: string;
  /** The signal that ended it early. */
  readonly interrupted: false | 'SIGINT' | 'SIGTERM';
  /** Undefined where no load ran. */
  readonly generator?: GeneratorHealth;
  readonly scenarios: readonly ArmOutcome[];
  readonly findings: readonly FindingReport[];
  /** Milliseconds that the load took, floods aside. */
  readonly loadMs: number;
  readonly notes: readonly string[];
}
