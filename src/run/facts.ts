import type { GeneratorHealth, ScenarioOutcome } from '../model/engine.ts';
import type { FindingReport, Reason, Report } from '../model/report.ts';
import type { Arm } from '../model/sample.ts';
import type { Timing } from '../model/window.ts';

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
  /** What is missing of the load, or wrong: no pass stands on the rest. */
  readonly gaps?: readonly Reason[];
  /** Of a load that ran elsewhere: how much of it is known. */
  readonly central?: Central;
}

/** What is known of a load that was not measured here. */
export interface Central {
  /** What was measured of each request. */
  readonly timings: readonly Timing[];
  /** How many times its least value the greatest value of a histogram's bucket may be; 1 where values are exact. */
  readonly spread: number;
}
