import type { Totals } from '../metrics/totals.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { GateResult } from '../model/gate.ts';
import type { Report, ScenarioReport } from '../model/report.ts';
import { plannedRate } from '../plan/rates.ts';
import type { Plan } from '../plan/schema.ts';
import { decide, generatorHealth } from '../verdict.ts';
import type { ArmOutcome, RunFacts, RunOutcome } from './facts.ts';

export interface Composition {
  readonly facts: RunFacts;
  readonly outcome: RunOutcome;
  readonly plan: Plan;
  readonly scenarios: readonly Pick<LoadScenario, 'name' | 'spec'>[];
  readonly totals: Totals;
  readonly gates: readonly GateResult[];
  readonly folder: string;
  /** Of canary-gate. */
  readonly version: string;
}

/** The report: everything that was measured and found, and the one verdict that follows. Live or from stored evidence. */
export function compose(composition: Composition): Report {
  const { facts, outcome, plan, totals, gates, folder, version } = composition;
  const expected = plan.targets.canary.identify?.equals;
  const versions = totals.versions(expected);
  const generator = generatorHealth(outcome.generator);
  const scenarios = outcome.scenarios.map((scenario) => scenarioReport(scenario, composition));
  const verdict = decide({
    gates,
    findings: outcome.findings,
    blocking: plan.run.blocking,
    generator,
    versions,
    versionDeclared: expected !== undefined,
    interrupted: outcome.interrupted,
    scenarios,
  });
  return {
    schema: 'canary-gate/report@1',
    tool: { name: 'canary-gate', version },
    run: { ...facts.run, endedAt: outcome.endedAt, interrupted: outcome.interrupted, folder },
    targets: facts.targets,
    plan: facts.plan,
    engine: facts.engine,
    ...verdict,
    generator,
    versions,
    checks: [...outcome.findings],
    load: { seconds: outcome.loadMs / 1000, scenarios },
    signals: totals.signals(),
    series: totals.series(),
    notes: [...outcome.notes],
  };
}

function scenarioReport(outcome: ArmOutcome, { scenarios, totals }: Composition): ScenarioReport {
  const spec = scenarios.find(({ name }) => name === outcome.name)!.spec;
  const { name, arm, dropped, iterations, exceptions, throttledMs } = outcome;
  return totals.scenarioReport({
    name,
    arm,
    dropped,
    iterations,
    exceptions: { count: exceptions.count, messages: [...exceptions.messages] },
    throttledMs,
    kind: spec.kind,
    executor: spec.executor,
    plannedRate: plannedRate(spec),
    seconds: (outcome.endedAt - outcome.startedAt) / 1000,
  });
}
