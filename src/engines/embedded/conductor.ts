import { setTimeout as delay } from 'node:timers/promises';
import type { EngineOutcome, LoadJob, LoadScenario, ScenarioOutcome } from '../../model/engine.ts';
import { mergeOutcomes } from './outcomes.ts';
import type { Shard, ShardResult } from './shard.ts';
import { mergeHealth } from './shard-health.ts';

export interface ConductorOptions {
  readonly job: LoadJob;
  readonly shards: readonly Shard[];
  /** By scenario, in their order: it runs on so many shards, from the first on. */
  readonly parts: readonly number[];
  /** How long before a scenario begins its shards are told, in ms, so that all of them begin together. */
  readonly headStart: number;
}

/**
 * Runs the scenarios of a job over its shards, each at its time: `setup` once, then the load on all its shards, then
 * `teardown` once. Rejects when a shard does; all shards are closed by then, and what they counted is handed over.
 */
export async function conduct(options: ConductorOptions): Promise<EngineOutcome> {
  const { job, shards } = options;
  const release = obey(job, shards);
  try {
    const lives = await runAll(options);
    const results = await Promise.all(shards.map((shard) => shard.close()));
    return {
      generator: mergeHealth(results.map(({ health }) => health)),
      scenarios: lives.map((life) => mergeOutcomes(life, outcomesOf(life.name, results))),
      interrupted: job.abort.aborted,
    };
  } catch (error) {
    for (const shard of shards) shard.end();
    await Promise.allSettled(shards.map((shard) => shard.close()));
    throw error;
  } finally {
    release();
  }
}

/** When a scenario began and ended. */
type Life = Pick<ScenarioOutcome, 'name' | 'startedAt' | 'endedAt'>;

function outcomesOf(name: string, results: readonly ShardResult[]): ScenarioOutcome[] {
  return results.flatMap(({ scenarios }) => scenarios.filter((outcome) => outcome.name === name));
}

/** The run's two signals reach every shard; returns what lets go of them. */
function obey({ stop, abort }: LoadJob, shards: readonly Shard[]): () => void {
  const halt = () => shards.forEach((shard) => void shard.halt());
  const end = () => shards.forEach((shard) => void shard.end());
  stop.addEventListener('abort', halt, { once: true });
  abort.addEventListener('abort', end, { once: true });
  if (stop.aborted) halt();
  if (abort.aborted) end();
  return () => {
    stop.removeEventListener('abort', halt);
    abort.removeEventListener('abort', end);
  };
}

/** All at once, save for those that wait for another to end. */
function runAll(options: ConductorOptions): Promise<Life[]> {
  const { scenarios } = options.job;
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  const running = new Map<LoadScenario, Promise<Life>>();
  const start = (scenario: LoadScenario, waiting: ReadonlySet<LoadScenario>): Promise<Life> => {
    const known = running.get(scenario);
    if (known) return known;
    const before = byName.get(scenario.spec.after ?? '');
    // A circle of `after` is the plan's fault and refused there; here it must not wait for itself.
    const ready =
      before && !waiting.has(before) ? start(before, new Set([...waiting, scenario])) : Promise.resolve();
    const life = ready.then(() => runOne(options, scenario));
    running.set(scenario, life);
    return life;
  };
  return Promise.all(scenarios.map((scenario) => start(scenario, new Set([scenario]))));
}

async function runOne(
  { job, shards, parts, headStart }: ConductorOptions,
  scenario: LoadScenario,
): Promise<Life> {
  const { name, spec } = scenario;
  const ending = AbortSignal.any([job.stop, job.abort]);
  const own = shards.slice(0, parts[job.scenarios.indexOf(scenario)]);
  const first = own[0]!;
  await pause(spec.startTime, ending);
  let startedAt = job.now();
  if (!ending.aborted) {
    const { ended, value } = await first.setup(name);
    if (ended) {
      startedAt = job.now() + headStart;
      await Promise.all(own.map((shard) => shard.load(name, startedAt, value)));
      if (!job.abort.aborted) await first.teardown(name);
    }
  }
  return { name, startedAt, endedAt: job.now() };
}

/** Waits, in ms, or until the signal. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return;
  await delay(milliseconds, undefined, { signal }).catch(() => {});
}
