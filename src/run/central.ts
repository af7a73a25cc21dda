import { k6 } from '../engines/k6/engine.ts';
import { createRun } from '../evidence/folder.ts';
import { runIdOf } from '../evidence/run-id.ts';
import { Redactor } from '../http/redact.ts';
import type { EngineOutcome, LoadScenario } from '../model/engine.ts';
import type { FindingReport, Reason, Report } from '../model/report.ts';
import { findingOf } from '../probe/finding.ts';
import { selectChecks } from '../probe/select.ts';
import { CentralJudge } from './central-judge.ts';
import { missedRate, ran, untold } from './central-whole.ts';
import type { Central, RunOutcome } from './facts.ts';
import { type Finishing, finish } from './finish.ts';
import { Measurement } from './measurement.ts';
import type { RunOptions } from './options.ts';
import { note } from './session.ts';
import { factsOf } from './subject.ts';

/** A load that ran elsewhere, and how its results are read. */
export interface CentralLoad extends Pick<Central, 'spread'> {
  /** Where the results are from, for people. */
  readonly title: string;
  /** When it began, in ms since 1970. */
  readonly origin: number;
  /** Hands everything to the measurement, and says what came of it. */
  readonly read: (measurement: Measurement) => Promise<CentralOutcome>;
}

export interface CentralOutcome extends EngineOutcome, Omit<Central, 'spread'> {
  readonly gaps: readonly Reason[];
  /** When it ended, in ms since the origin. */
  readonly end: number;
  readonly notes: readonly string[];
}

export type CentralOptions = Omit<RunOptions, 'engine' | 'engines' | 'instances' | 'mode' | 'monotonic'>;

const LOAD_ALONE = 'no check was run: this judges a load that ran elsewhere';

/** Judges a load that ran elsewhere, and writes a run's folder as if it had run here. Rejects with a `StartError`. */
export async function judgeCentrally(
  options: CentralOptions,
  load: CentralLoad,
): Promise<{ report: Report; folder: string }> {
  const { loaded, progress } = options;
  const { title, origin, spread } = load;
  progress({ kind: 'stage', name: 'load', text: title });
  const runId = runIdOf(options.wallClock(), options.uuid().slice(0, 6));
  const redactor = new Redactor();
  for (const { value, name } of loaded.secrets) redactor.add(value, name);
  const folder = await createRun(options.out, runId, {
    redact: (text) => redactor.text(text),
    startedAt: origin,
  });
  await folder.plan({
    plan: loaded.plan,
    gates: loaded.gates,
    scenarios: loaded.scenarios.map(({ name, spec }) => ({ name, spec })),
  });
  const facts = factsOf({ loaded, engine: { ...k6, title }, mode: 'run' }, runId, origin, {});
  const { atMost = [] } = facts.engine;
  const judge = new CentralJudge(loaded.gates, { ...loaded.plan.run, atMost }, { spread });
  const measurement = new Measurement({
    endpoints: Object.keys(loaded.plan.endpoints),
    versions: [loaded.plan.targets.canary.identify?.equals ?? ''],
    onWindow: (window) => {
      folder.window(window);
      judge.fold(window);
    },
  });
  const session = {
    options: { ...options, mode: 'run' as const },
    facts,
    folder,
    measurement,
    redactor,
    exchanges: [],
  };
  note(session, 'start', { facts });
  const { end, notes, timings, ...read } = await load.read(measurement);
  measurement.flush();
  const measured = weighed(read, loaded.scenarios);
  note(session, 'load', { outcomes: [measured] });
  progress({ kind: 'stage', name: 'judge', text: 'judging' });
  const outcome = {
    ...outcomeOf(options, measured, { timings, spread }),
    endedAt: new Date(origin + end).toISOString(),
    loadMs: end,
    notes: [...loaded.notes, LOAD_ALONE, ...notes, ...measurement.notes],
  };
  const finishing: Finishing = {
    ...session,
    judge: { results: (generator) => judge.results(generator, { timings }) },
  };
  return finish(finishing, outcome);
}

/** With what the plan says of the load's size held against it. */
function weighed(
  read: EngineOutcome & Pick<CentralOutcome, 'gaps'>,
  scenarios: readonly LoadScenario[],
): EngineOutcome & Pick<CentralOutcome, 'gaps'> {
  const { generator, interrupted } = read;
  const outcomes = ran(scenarios, read.scenarios);
  return {
    interrupted,
    scenarios: outcomes,
    generator: {
      ...generator,
      missedRate: Math.max(generator.missedRate, missedRate(scenarios, outcomes)),
    },
    gaps: [...read.gaps, ...untold(scenarios, outcomes)],
  };
}

function outcomeOf(
  options: CentralOptions,
  { generator, scenarios, interrupted, gaps = [] }: EngineOutcome,
  central: Central,
): Omit<RunOutcome, 'endedAt' | 'loadMs' | 'notes'> {
  return {
    interrupted: interrupted ? (options.abort.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT') : false,
    generator,
    scenarios: scenarios.map((scenario) => ({ ...scenario, arm: 'canary' as const })),
    findings: requiredFindings(options),
    gaps,
    central,
  };
}

/** Checks without which the plan promotes nothing did not run. */
function requiredFindings({ checks, loaded, wallClock }: CentralOptions): FindingReport[] {
  const settings = loaded.plan.checks;
  return selectChecks(checks, settings)
    .map((check) =>
      findingOf(
        check,
        { outcome: 'not_run', message: 'only a load was judged; "canary-gate check" asks the checks' },
        settings,
        wallClock(),
      ),
    )
    .filter(({ required }) => required);
}
