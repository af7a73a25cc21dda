import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { markOf } from '../../http/mark.ts';
import type { LoadJob } from '../../model/engine.ts';
import type { Credential, Use } from '../../model/identity.ts';
import type { SampleSink } from '../../model/sample.ts';
import { RateLimit } from '../pacing/quota.ts';
import type { Transport } from './call.ts';
import { Clock } from './clock.ts';
import { HealthMonitor } from './health.ts';
import { openTransport } from './open-transport.ts';
import { Permits } from './permits.ts';
import { Base } from './request.ts';
import { Heap, type SharedNumbers } from './shared.ts';

/** Engines load and flood; checks have a sender of their own. */
export type LoadUse = Exclude<Use, 'check'>;

/** What the scenarios of one job share: connections, identities, limits, and the watch over the generator. */
export interface Session {
  readonly job: LoadJob;
  readonly sink: SampleSink;
  readonly base: Base;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Virtual users of all scenarios that are busy. */
  busy: number;
  readonly health: HealthMonitor;
  permits(use: LoadUse): Permits;
  /** Counts a request against `maxRequests`; false when there are none left. */
  claim(): boolean;
  credential(pool: string, use: LoadUse, index: number): Credential | Promise<Credential>;
  /** Our wall clock at the run's origin, in ms, for the transcript. */
  readonly origin: number;
}

const { version } = createRequire(import.meta.url)('canary-gate/package.json') as { version: string };

const TURNS = 100;
/** Requests are counted against the plan's maximum so many at a time. */
const HANDFUL = 64;

export interface SessionOptions {
  readonly job: LoadJob;
  readonly sink: SampleSink;
  /** Our wall clock at the run's origin, in ms. */
  readonly origin: number;
  /** What it has in common with the other threads that run this job. */
  readonly shared: SharedNumbers;
  /** How many threads those are. */
  readonly workers: number;
}

/** Rejects with a `StartError` when a TLS file cannot be read. */
export async function openSession({ job, sink, origin, shared, workers }: SessionOptions): Promise<Session> {
  const { maxRate } = job.target;
  const rate = maxRate === undefined ? undefined : new RateLimit(maxRate, shared.rate);
  const requests = new Heap(shared.requests, HANDFUL);
  const permitsFor = (use: LoadUse) => permitsOf(job, use, rate, workers);
  const permits = { load: permitsFor('load'), flood: permitsFor('flood') };
  const transport = await openTransport(job);
  const clock = new Clock({
    now: job.now,
    activity: () => transport.activity,
    // Without a processor to spare, spinning would take from the target what it needs to answer.
    spins: cpus().length > workers,
    // The main thread has more to do than to load.
    ...(isMainThread ? {} : { isIdle: () => session.busy === 0 }),
  });
  const session: Session = {
    busy: 0,
    job,
    sink,
    origin,
    base: new Base(job.target, markOf(job.runId, version)),
    transport,
    clock,
    health: new HealthMonitor(job.now, () => clock.spun),
    permits: (use) => permits[use],
    claim: () => requests.take(),
    credential: (pool, use, index) =>
      job.identities.ready(pool, use, index) ?? job.identities.credential(pool, use, index),
  };
  return session;
}

function permitsOf(job: LoadJob, use: LoadUse, rate: RateLimit | undefined, workers: number): Permits {
  const { pools, identities, sourceAddresses, scenarios } = job;
  const most = Math.min(TURNS, Math.max(1, ...scenarios.map(({ spec }) => usersOf(spec))));
  const users = Math.ceil(most / workers);
  return new Permits({ pools, identities, use, sourceAddresses, rate, users });
}

function usersOf(spec: LoadJob['scenarios'][number]['spec']): number {
  if ('vus' in spec) return spec.vus;
  return 'preAllocatedVUs' in spec
    ? spec.preAllocatedVUs
    : Math.max(...spec.stages.map(({ target }) => target));
}
