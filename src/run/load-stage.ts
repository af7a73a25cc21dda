import type { LoadJob, LoadScenario } from '../model/engine.ts';
import type { Arm } from '../model/sample.ts';
import { timeline } from '../plan/timeline.ts';
import { notAuthorised } from '../probe/authorisation.ts';
import type { ArmOutcome } from './facts.ts';
import { type LoadResult, runLoad } from './load.ts';
import { note, type RunSession } from './session.ts';

type Kind = LoadScenario['spec']['kind'];

/** Runs the scenarios of one kind on every arm. Undefined where there are none, or where they may not run. */
export async function loadStage(
  session: RunSession,
  kind: Kind,
): Promise<(LoadResult & { ms: number }) | undefined> {
  const { options, now, measurement, judge, ticker, notes } = session;
  const { run } = options.loaded.plan;
  const scenarios = options.loaded.scenarios.filter(({ spec }) => spec.kind === kind);
  if (scenarios.length === 0 || options.abort.aborted) return undefined;
  const armed = armsOf(session, kind);
  if (armed.length === 0) return undefined;
  const planned = Math.max(...timeline(scenarios).map(({ end }) => end));
  options.progress({
    kind: 'stage',
    name: kind === 'flood' ? 'floods' : 'load',
    text: scenarios.map(({ name }) => name).join(', '),
  });
  ticker.begin(Math.min(planned, run.maxDuration));
  const startedAt = now();
  const result = await runLoad({
    engine: options.engine,
    jobs: armed.map((arm) => jobOf(session, arm, scenarios)),
    measurement,
    now,
    maxDuration: run.maxDuration,
    decided: kind === 'load' && run.until === 'conclusive' ? () => judge.decided() : () => 'continue',
  });
  // Whatever comes next starts with every second of this load told and stored.
  measurement.flush();
  if (result.stopped) notes.push(result.stopped);
  note(session, kind, { outcomes: result.outcomes });
  return { ...result, ms: now() - startedAt };
}

/** Every scenario of every arm, as the engine tells it. */
export function outcomesOf(result: LoadResult | undefined, arms: readonly Arm[]): ArmOutcome[] {
  return (result?.outcomes ?? []).flatMap(({ scenarios }, index) =>
    scenarios.map((scenario) => ({ ...scenario, arm: arms[index] as Arm })),
  );
}

/** The arms that may be loaded: floods are attacks, and need authorisation. */
export function armsOf(session: RunSession, kind: Kind): Arm[] {
  const { options, notes } = session;
  const { targets } = options.loaded.plan;
  const arms: Arm[] = kind === 'load' && targets.baseline ? ['canary', 'baseline'] : ['canary'];
  return arms.filter((arm) => {
    const refusal = kind === 'flood' ? notAuthorised(targets[arm]!, options.wallClock()) : undefined;
    if (refusal && !notes.includes(FLOODS_LEFT_OUT + refusal)) notes.push(FLOODS_LEFT_OUT + refusal);
    return refusal === undefined;
  });
}

const FLOODS_LEFT_OUT = 'the floods were not run: ';

function jobOf(session: RunSession, arm: Arm, scenarios: readonly LoadScenario[]): Omit<LoadJob, 'stop'> {
  const { options, facts, identities, now, folder } = session;
  const { plan } = options.loaded;
  return {
    runId: facts.run.id,
    arm,
    target: plan.targets[arm]!,
    endpoints: plan.endpoints,
    scenarios,
    identities,
    pools: plan.identities,
    sourceAddresses: plan.sourceAddresses,
    seed: plan.run.seed,
    now,
    abort: options.abort,
    maxRequests: plan.run.maxRequests,
    transcript: (entry) => folder.transcript(entry),
  };
}
