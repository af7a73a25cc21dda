import { availableParallelism } from 'node:os';
import type { EngineOutcome, LoadJob } from '../../../model/engine.ts';
import type { LoadSink } from '../../../model/window.ts';
import { conduct } from '../conductor.ts';
import { split } from './split.ts';
import { type JobData, jobData } from './worker-job.ts';
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
  const shards = await open(jobData(job, division), job, sink);
  return conduct({ job, shards, parts: division.parts, headStart: HEAD_START });
}

/** Starts all threads, or none: where one cannot be opened the others are ended. */
async function open(data: readonly JobData[], job: LoadJob, sink: LoadSink): Promise<WorkerShard[]> {
  const shards: WorkerShard[] = [];
  const end = () => shards.forEach((shard) => void shard.end());
  job.abort.addEventListener('abort', end, { once: true });
  try {
    for (const one of data) shards.push(new WorkerShard(one, job, sink));
    await Promise.all(shards.map((shard) => shard.open()));
    return shards;
  } catch (error) {
    await Promise.allSettled(shards.map((shard) => shard.terminate()));
    throw error;
  } finally {
    job.abort.removeEventListener('abort', end);
  }
}
