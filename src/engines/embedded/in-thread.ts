import type { EngineOutcome, LoadJob } from '../../model/engine.ts';
import type { SampleSink } from '../../model/sample.ts';
import { conduct } from './conductor.ts';
import { openShard } from './shard.ts';
import { sharedNumbers } from './shared.ts';

/**
 * Runs a job in the caller's own thread, with the scenario's functions as they are at hand: for tests. Loads run in
 * threads of their own, where nothing else delays them.
 */
export async function runInThread(job: LoadJob, sink: SampleSink): Promise<EngineOutcome> {
  const shard = await openShard({
    job,
    sink,
    origin: Date.now() - job.now(),
    shares: job.scenarios.map(() => ({ index: 0, of: 1 })),
    shared: sharedNumbers(job),
    workers: 1,
  });
  return conduct({ job, shards: [shard], parts: job.scenarios.map(() => 1), headStart: 0 });
}
