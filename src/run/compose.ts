import type { Totals } from '../metrics/totals.ts';
import type { GeneratorHealth, LoadScenario } from '../model/engine.ts';
import type { Exchange } from '../model/exchange.ts';
import type { GateResult } from '../model/gate.ts';
import type { Report, ScenarioReport } from '../model/report.ts';
import { plannedRate } from '../plan/rates.ts';
import type { Plan } from '../plan/schema.ts';
import { coverageOf } from '../probe/rate-limit/coverage.ts';
import { decide, generatorHealth } from '../verdict.ts';
import type { ArmOutcome, RunFacts, RunOutcome } from './facts.ts';
import { versionsOfExchanges } from './versions.ts';

export interface Composition {
  readonly facts: RunFacts;
  readonly outcome: RunOutcome;
  readonly plan: Plan;
  readonly scenarios: readonly Pick<LoadScenario, 'name' | 'spec'>[];
  readonly totals: Totals;
  readonly gates: readonly GateResult[];
  readonly exchanges: readonly Exchange[];
  readonly folder: string;
  /** Of canary-gate. */
  readonly version: string;
}

/** The report: everything that was measured and found, and the one verdict that follows. Live or from stored evidence. */
export function compose(composition: Composition): Report {
  const { facts, outcome, plan, totals, gates, folder, version } = composition;
  const versions = versionsOf(composition);
  const verdict = decide({
    gates,
    findings: outcome.findings,
    blocking: plan.run.blocking,
    generator: outcome.generator && generatorHealth(outcome.generator),
    versions,
    versionDeclared: plan.targets.canary.identify !== undefined,
    interrupted: outcome.interrupted,
    gaps: outcome.gaps,
    scenarioExceptions: outcome.scenarios.reduce((sum, { exceptions }) => sum + exceptions.count, 0),
    checksOnly: facts.mode === 'check',
    planHasWork: gates.length + outcome.findings.length > 0,
    today: facts.run.startedAt.slice(0, 10),
  });
  return {
    schema: 'canary-gate/report@1',
    tool: { name: 'canary-gate', version },
    run: { ...facts.run, endedAt: outcome.endedAt, interrupted: outcome.interrupted !== false, folder },
    targets: facts.targets,
    plan: { ...facts.plan, blocking: plan.run.blocking },
    engine: facts.engine,
    ...verdict,
    reasons: [...verdict.reasons],
    generator: generatorReport(outcome.generator),
    versions,
    gates: [...gates],
    checks: [...outcome.findings],
    ...limitsOf(composition),
    load: {
      seconds: outcome.loadMs / 1000,
      scenarios: outcome.scenarios.map((scenario) => scenarioReport(scenario, composition)),
    },
    signals: totals.signals(),
    series: totals.series(),
    notes: [...outcome.notes],
  };
}

/** How the declared limits were tried. */
function limitsOf({ plan, exchanges, outcome }: Composition): Pick<Report, 'limits'> {
  const { limits } = plan.policy;
  if (limits.length === 0 || !outcome.findings.some(({ id }) => id.startsWith('rate-limit/'))) return {};
  const classOf = (pool = '') => plan.identities[pool]?.class ?? 'anonymous';
  return { limits: coverageOf(exchanges, { limits, endpoints: plan.endpoints, classOf }) };
}

/** Who answered: the load, or the checks where no load ran. */
function versionsOf({ facts, plan, totals, exchanges }: Composition): Report['versions'] {
  const { identify } = plan.targets.canary;
  if (identify === undefined) return [];
  return facts.mode === 'run' ? totals.versions(identify.equals) : versionsOfExchanges(exchanges, identify);
}

function generatorReport(health: GeneratorHealth | undefined): Report['generator'] {
  if (health === undefined)
    return {
      healthy: true,
      sendLagP99: 0,
      eventLoopDelayP99: 0,
      cpu: 0,
      missedRate: 0,
      notes: ['no load ran'],
    };
  const { healthy, notes } = generatorHealth(health);
  return { ...health, healthy, notes: [...notes] };
}

function scenarioReport(outcome: ArmOutcome, { scenarios, totals }: Composition): ScenarioReport {
  const spec = scenarios.find(({ name }) => name === outcome.name)!.spec;
  const { name, arm, queued, dropped, maxVUsUsed, iterations, exceptions, throttledMs, latencyFrom } =
    outcome;
  return totals.scenarioReport({
    name,
    arm,
    queued,
    dropped,
    maxVUsUsed,
    iterations,
    exceptions: { count: exceptions.count, messages: [...exceptions.messages] },
    throttledMs,
    ...(latencyFrom && { latencyFrom }),
    kind: spec.kind,
    executor: spec.executor,
    plannedRate: plannedRate(spec),
    seconds: outcome.activeMs / 1000,
  });
}
