import type { LoadJob, LoadScenario } from '../model/engine.ts';
import type { Reason } from '../model/report.ts';
import type { Arm } from '../model/sample.ts';
import { timeline } from '../plan/timeline.ts';
import { notAuthorised } from '../probe/authorisation.ts';
import type { ArmOutcome } from './facts.ts';
import { type LoadOptions, type LoadResult, runLoad } from './load.ts';
import { note, type RunSession } from './session.ts';
import { workersPerArm } from './workers.ts';

type Kind = LoadScenario['spec']['kind'];

export interface StageResult extends LoadResult {
  /** In the order of `outcomes`. */
  readonly arms: readonly Arm[];
  readonly ms: number;
}

/** Runs the scenarios of one kind on every arm. Undefined where there are none, or where they may not run. */
export async function loadStage(session: RunSession, kind: Kind): Promise<StageResult | undefined> {
  const { options, now, measurement, judge, ticker, notes } = session;
  const { run } = options.loaded.plan;
  const scenarios = options.loaded.scenarios.filter(({ spec }) => spec.kind === kind);
  if (scenarios.length === 0 || options.abort.aborted) return undefined;
  const arms = armsOf(session, kind);
  if (arms.length === 0) return undefined;
  const planned = Math.max(...timeline(scenarios).map(({ end }) => end));
  options.progress({
    kind: 'stage',
    name: kind === 'flood' ? 'floods' : 'load',
    text: scenarios.map(({ name }) => name).join(', '),
  });
  ticker.begin(Math.min(planned, run.maxDuration));
  const startedAt = now();
  const workers = workersPerArm(run.workers, arms.length);
  const result = await runKept(session, kind, {
    engine: options.engine,
    jobs: arms.map((arm) => ({ ...jobOf(session, kind, arm, scenarios), workers })),
    measurement,
    now,
    maxDuration: run.maxDuration,
    decided: kind === 'load' && run.until === 'conclusive' ? () => judge.decided() : () => 'continue',
  });
  // Whatever comes next starts with every second of this load told and stored.
  measurement.flush();
  if (result.stopped) notes.push(result.stopped);
  for (const { name, stopped } of result.outcomes.flatMap(({ scenarios: each }) => each))
    if (stopped !== undefined) notes.push(`${name}: ${stopped}`);
  note(session, kind, { outcomes: result.outcomes });
  return { ...result, arms, ms: now() - startedAt };
}

/** A load that breaks down leaves what it measured, and why it ended, in the run's folder. */
async function runKept(session: RunSession, kind: Kind, options: LoadOptions): Promise<LoadResult> {
  try {
    return await runLoad(options);
  } catch (error) {
    session.measurement.flush();
    note(session, `${kind}-failed`, { error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

/** Every scenario of every arm, as the engine tells it. */
export function outcomesOf(result: StageResult | undefined): ArmOutcome[] {
  if (result === undefined) return [];
  return result.outcomes.flatMap(({ scenarios }, index) =>
    scenarios.map((scenario) => ({ ...scenario, arm: result.arms[index] as Arm })),
  );
}

/** What is missing of the load, and in which arm. */
export function gapsOf(result: StageResult | undefined): Reason[] {
  if (result === undefined) return [];
  const { outcomes, arms } = result;
  return outcomes.flatMap(({ gaps = [] }, index) =>
    gaps.map(({ code, text }) => ({ code, text: arms.length > 1 ? `${arms[index]}: ${text}` : text })),
  );
}

/** The arms that are loaded. Floods are attacks: they go to the canary alone, and need authorisation. */
function armsOf({ options, notes }: RunSession, kind: Kind): Arm[] {
  const { canary, baseline } = options.loaded.plan.targets;
  if (kind === 'load') return baseline ? ['canary', 'baseline'] : ['canary'];
  const refusal = notAuthorised(canary, options.wallClock());
  if (refusal === undefined) return ['canary'];
  notes.push(`the floods were not run: ${refusal}`);
  return [];
}

function jobOf(
  session: RunSession,
  kind: Kind,
  arm: Arm,
  scenarios: readonly LoadScenario[],
): Omit<LoadJob, 'stop'> {
  const { options, facts, identities, now, folder } = session;
  const { plan } = options.loaded;
  return {
    runId: facts.run.id,
    arm,
    target: plan.targets[arm]!,
    proxy: options.loaded.proxies[arm],
    protocol: session.protocols[arm],
    endpoints: plan.endpoints,
    scenarios,
    identities,
    pools: plan.identities,
    sourceAddresses: plan.sourceAddresses,
    seed: plan.run.seed,
    now,
    abort: options.abort,
    maxRequests: kind === 'flood' ? plan.run.maxFloodRequests : plan.run.maxRequests,
    instances: options.instances,
    transcript: (entry) => folder.transcript(entry),
  };
}
