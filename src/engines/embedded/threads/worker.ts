/** A thread that sends load: it does what the main thread's conductor says, and hands over what it counted. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LoadJob } from '../../../model/engine.ts';
import type { Share } from '../scene.ts';
import { openShard, type Shard } from '../shard.ts';
import { clockFrom } from './common-clock.ts';
import { Courier } from './courier.ts';
import { holdingOf } from './holding.ts';
import { connect } from './rpc.ts';
import { WorkerIdentities } from './worker-identities.ts';
import type { HostCalls, JobData, ScenarioData, WorkerCalls } from './worker-job.ts';
import { moduleOf } from './worker-module.ts';

const data = workerData as JobData;
const { job, split, worker, shared } = data;
let shard!: Shard;
let opening = Promise.resolve();

const calls: { readonly [Method in keyof WorkerCalls]: WorkerCalls[Method] } = {
  open() {
    opening = open();
    return opening;
  },
  ping: () => opening.catch(() => {}),
  setup: (scenario) => shard.setup(scenario),
  load: (scenario, began, setup) => shard.load(scenario, began, setup),
  teardown: (scenario) => shard.teardown(scenario),
  halt: () => shard.halt(),
  // May come before it is open; the conductor then says it again.
  end: () => shard?.end(),
  async close() {
    const result = await shard.close();
    courier.close();
    return result;
  },
};

const host = connect<{ [Method in keyof HostCalls]: HostCalls[Method] }>(parentPort!, calls);
const courier = new Courier(job, (windows, transcript) =>
  host.tell('counted', [windows, transcript], [windows.counts]),
);
// A script that ends its thread, or breaks it, takes nothing away from what was measured until then.
process.on('exit', () => courier.close());

async function open(): Promise<void> {
  const shares = split.parts.map((of) => (worker < of ? { index: worker, of } : undefined));
  shard = await openShard({
    job: await ownJob(shares),
    sink: courier.sink,
    origin: data.origin,
    shares,
    shared,
    workers: split.workers,
  });
}

/** The job as this thread sees it: its own identities and addresses, and the clock that all threads have in common. */
async function ownJob(shares: readonly (Share | undefined)[]): Promise<LoadJob> {
  const addresses = holdingOf(worker, split.addresses);
  const holdings = Object.entries(split.pools).map(([pool, by]) => [pool, holdingOf(worker, by)] as const);
  return {
    ...job,
    scenarios: await Promise.all(
      data.scenarios.map((scenario, place) => scenarioOf(scenario, shares[place])),
    ),
    identities: new WorkerIdentities({
      pools: job.pools,
      sizes: data.sizes,
      holdings: Object.fromEntries(holdings),
      ask: (pool, use, numbers) => host.call('credentials', pool, use, numbers),
      wallClock: Date.now,
    }),
    sourceAddresses: job.sourceAddresses.filter((_, at) => at % addresses.modulus === addresses.turn),
    now: clockFrom(data.machineOrigin),
    // The conductor hears of both, and tells each thread.
    abort: new AbortController().signal,
    stop: new AbortController().signal,
    transcript: (entry) => courier.transcribe(entry),
  };
}

async function scenarioOf({ isScripted, ...scenario }: ScenarioData, share: Share | undefined) {
  if (!isScripted || !share) return scenario;
  return { ...scenario, module: await moduleOf({ ...scenario, isScripted }) };
}
