import { EvidenceError } from '../evidence/files.ts';
import { readRun, type StoredRun } from '../evidence/read.ts';
import type { BoundGate } from '../gates/bind.ts';
import type { EvaluateOptions } from '../gates/evaluate.ts';
import { Totals } from '../metrics/totals.ts';
import type { EngineOutcome, LoadScenario } from '../model/engine.ts';
import type { FindingReport, Report } from '../model/report.ts';
import type { Plan } from '../plan/schema.ts';
import { rejudge } from '../probe/rejudge.ts';
import { CentralJudge } from './central-judge.ts';
import { compose } from './compose.ts';
import type { ArmOutcome, RunFacts, RunOutcome } from './facts.ts';
import { withGaps } from './gaps.ts';
import { GateJudge } from './gate-judge.ts';
import type { Registries } from './options.ts';

/** What `plan.json` of a run folder holds. */
export interface StoredPlan {
  readonly plan: Plan;
  readonly gates: readonly BoundGate[];
  readonly scenarios: readonly Pick<LoadScenario, 'name' | 'spec'>[];
}

/** Judges a run again from its folder alone: the same windows and exchanges, the same verdict. */
export async function judgeRun(
  folder: string,
  { checks, version }: Registries & { readonly version: string },
): Promise<{ report: Report; folder: string }> {
  const stored = await readRun(folder);
  const { plan, gates, scenarios } = stored.plan as StoredPlan;
  const facts = factOf<{ facts: RunFacts }>(stored, 'start')?.facts;
  if (facts === undefined)
    throw new EvidenceError(`${folder} holds no run: its journal does not tell how it started`);
  const outcome = outcomeOf(stored);
  const totals = new Totals();
  const judge = judgeOf(gates, { ...plan.run, atMost: facts.engine.atMost ?? [] }, outcome);
  for await (const window of stored.windows()) {
    totals.add(window);
    judge.fold(window);
  }
  const findings = rejudge({
    checks,
    target: plan.targets.canary,
    baseline: plan.targets.baseline,
    policy: plan.policy,
    endpoints: plan.endpoints,
    sourceAddresses: plan.sourceAddresses,
    settings: plan.checks,
    exchanges: stored.exchanges,
    previous: outcome.findings,
    now: Date.parse(facts.run.startedAt),
  });
  const notes = [...outcome.notes, ...stored.problems.map(problemText)];
  const results = facts.mode === 'run' ? judge.results(outcome.generator) : [];
  const report = compose({
    facts,
    outcome: { ...outcome, findings, notes },
    plan,
    scenarios,
    totals,
    gates: withGaps(results, gates, outcome.gaps),
    exchanges: stored.exchanges,
    folder,
    version,
  });
  return { report, folder };
}

/** As the run itself was judged. */
function judgeOf(
  gates: readonly BoundGate[],
  options: EvaluateOptions,
  { central }: RunOutcome,
): Pick<GateJudge, 'fold' | 'results'> {
  if (central === undefined) return new GateJudge(gates, options);
  const judge = new CentralJudge(gates, options, central);
  return {
    fold: (window) => judge.fold(window),
    results: (generator) => judge.results(generator, central),
  };
}

function problemText({ file, line, message }: StoredRun['problems'][number]): string {
  return `${file}${line === undefined ? '' : `:${line}`} ${message}`;
}

function factOf<Facts>(stored: StoredRun, event: string): Facts | undefined {
  return stored.journal.find((entry) => entry.event === event) as Facts | undefined;
}

/** The run's own account of its end; of a run that crashed, what its journal tells up to there. */
function outcomeOf(stored: StoredRun): RunOutcome {
  const end = factOf<{ outcome: RunOutcome }>(stored, 'end');
  if (end !== undefined) return end.outcome;
  const findings = stored.journal.flatMap(({ event, findings }) =>
    event === 'checks' ? (findings as FindingReport[]) : [],
  );
  const load = factOf<{ outcomes: readonly EngineOutcome[] }>(stored, 'load');
  const scenarios = (load?.outcomes[0]?.scenarios ?? []).map(
    (scenario): ArmOutcome => ({ ...scenario, arm: 'canary' }),
  );
  return {
    endedAt: stored.journal.at(-1)?.at ?? new Date(0).toISOString(),
    interrupted: 'SIGINT',
    scenarios,
    findings,
    loadMs: 0,
    notes: ['the run did not come to its end; this is what it had measured'],
  };
}
