import { availableParallelism } from 'node:os';
import type { EngineOutcome, LoadJob } from '../../model/engine.ts';
import type { LoadSink } from '../../model/window.ts';
import { conduct } from './conductor.ts';
import { split } from './split.ts';
import { jobData } from './worker-job.ts';
import { WorkerShard } from './worker-shard.ts';

/** Longer than a message takes to reach every thread, in ms. */
const HEAD_START = 5;

/** One processor is left for the main thread, and for whatever else the machine does. */
const mostWorkers = (): number => Math.max(1, availableParallelism() - 1);

/**
 * Runs a job in threads of its own. Rejects with what kept it from beginning, or with a `WorkerError` when a thread
 * breaks down; what was counted until then was handed to the sink.
 */
export async function runInWorkers(job: LoadJob, sink: LoadSink): Promise<EngineOutcome> {
  const division = split({
    ...job,
    size: (pool) => job.identities.size(pool, 'load'),
    workers: job.workers ?? mostWorkers(),
  });
  const shards = jobData(job, division).map((data) => new WorkerShard(data, job, sink));
  await open(shards, job.abort);
  return conduct({ job, shards, parts: division.parts, headStart: HEAD_START });
}

async function open(shards: readonly WorkerShard[], abort: AbortSignal): Promise<void> {
  const end = () => shards.forEach((shard) => void shard.end());
  abort.addEventListener('abort', end, { once: true });
  try {
    await Promise.all(shards.map((shard) => shard.open()));
  } catch (error) {
    await Promise.allSettled(shards.map((shard) => shard.terminate()));
    throw error;
  } finally {
    abort.removeEventListener('abort', end);
  }
}
