import { createRequire } from 'node:module';
import { markOf } from '../../http/mark.ts';
import type { LoadJob } from '../../model/engine.ts';
import type { Credential, Use } from '../../model/identity.ts';
import type { SampleSink } from '../../model/sample.ts';
import { HealthMonitor } from './health.ts';
import { Permits } from './permits.ts';
import { Base } from './request.ts';
import type { Transport } from './transport.ts';
import { undiciTransport } from './undici.ts';

/** What the scenarios of one job share: connections, identities, limits, and the watch over the generator. */
export interface Session {
  readonly job: LoadJob;
  readonly sink: SampleSink;
  readonly base: Base;
  readonly transport: Transport;
  readonly health: HealthMonitor;
  permits(use: Use): Permits;
  /** Counts a request against `maxRequests`; false when there are none left. */
  claim(): boolean;
  credential(pool: string, use: Use, index: number): Credential | Promise<Credential>;
  /** Our wall clock at the run's origin, in ms, for the transcript. */
  readonly origin: number;
}

const { version } = createRequire(import.meta.url)('canary-gate/package.json') as { version: string };

const TURNS = 100;

export function openSession(job: LoadJob, sink: SampleSink, origin: number): Session {
  const permits = {
    load: permitsOf(job, 'load'),
    flood: permitsOf(job, 'flood'),
    check: permitsOf(job, 'check'),
  };
  let left = job.maxRequests;
  return {
    job,
    sink,
    origin,
    base: new Base(job.target, markOf(job.runId, version)),
    transport: undiciTransport(job.target, job.now),
    health: new HealthMonitor(job.now),
    permits: (use) => permits[use],
    claim: () => {
      left -= 1;
      return left >= 0;
    },
    credential: (pool, use, index) =>
      job.identities.ready(pool, use, index) ?? job.identities.credential(pool, use, index),
  };
}

function permitsOf({ pools, identities, sourceAddresses, target, scenarios }: LoadJob, use: Use): Permits {
  const users = Math.min(TURNS, Math.max(1, ...scenarios.map(({ spec }) => usersOf(spec))));
  return new Permits({ pools, identities, use, sourceAddresses, maxRate: target.maxRate, users });
}

function usersOf(spec: LoadJob['scenarios'][number]['spec']): number {
  if ('vus' in spec) return spec.vus;
  return 'preAllocatedVUs' in spec
    ? spec.preAllocatedVUs
    : Math.max(...spec.stages.map(({ target }) => target));
}
