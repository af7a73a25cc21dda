import type { PlanInput } from '../src/index.ts';

type Gates = NonNullable<PlanInput['gates']>;
type Triggers = NonNullable<PlanInput['triggers']>;

/** What phases 1 to 3 demand, each phase keeping the criteria of those before. */
export const portalGates: Gates = [
  { id: 'health-success', expression: 'rate(success){endpoint=health} > 99.9%' },
  { id: 'p95', expression: 'p95(latency) < 500ms' },
  { id: 'errors', expression: 'rate(errors) < 1%' },
  { id: 'limited', expression: 'rate(429) <= 1%', note: 'the load stays below every limit' },
  { id: 'no-5xx', expression: 'count(5xx) == 0' },
  { id: 'health-p95', expression: 'p95(latency){endpoint=health} < 100ms' },
  { id: 'contacts-p95', expression: 'p95(latency){endpoint=contacts} < 300ms' },
  { id: 'jobs-p95', expression: 'p95(latency){endpoint=jobs} < 400ms' },
  { id: 'files-p95', expression: 'p95(latency){endpoint=files} < 500ms' },
  { id: 'signed-urls', expression: 'rate(success){endpoint=signed-url} > 99.5%' },
  { id: 'contacts-throughput', expression: 'throughput{endpoint=contacts,scenario=contacts} >= 15/s' },
  { id: 'files-throughput', expression: 'throughput{scenario=files} >= 6/s' },
  { id: 'collection-errors', expression: 'rate(errors){scenario=collection} < 1%' },
  { id: 'rpc-stable', expression: 'trend(p95(latency)){endpoint=jobs} stable 20%', note: 'RPC backend' },
  { id: 'memory', expression: 'signal(memory) < 80%' },
  { id: 'cpu', expression: 'signal(cpu) < 70%' },
  { id: 'db-pool', expression: 'signal(db_pool) < 80%' },
  { id: 'breaker', expression: 'signal(breakers_open) == 0' },
  { id: 'scraped', expression: 'signal(up) == 1' },
  {
    id: 'audit-redaction',
    expression: 'signal(audit_unredacted) == 0',
    note: 'signed URLs in the audit log',
  },
];

/** What asks for a rollback: those of phase 1, then those of all phases. */
export const portalTriggers: Triggers = [
  {
    id: 'health-abort',
    expression: 'rate(errors){endpoint=health}[1m] > 50% for 2m -> rollback',
    note: 'phase 1',
  },
  { id: 'errors-abort', expression: 'rate(errors)[1m] > 5% for 2m -> rollback', note: 'phase 1' },
  { id: 'p95-abort', expression: 'p95(latency)[1m] > 1000ms for 5m -> rollback', note: 'phase 1' },
  { id: 'breaker-abort', expression: 'signal(breakers_open) > 0 for 1m -> rollback', note: 'phase 1' },
  { id: 'health-rollback', expression: 'p95(latency){endpoint=health}[1m] > 100ms for 10m -> rollback' },
  { id: 'contacts-rollback', expression: 'p95(latency){endpoint=contacts}[1m] > 600ms for 10m -> rollback' },
  { id: 'jobs-rollback', expression: 'p95(latency){endpoint=jobs}[1m] > 800ms for 10m -> rollback' },
  { id: 'files-rollback', expression: 'p95(latency){endpoint=files}[1m] > 1000ms for 10m -> rollback' },
  { id: 'errors-5xx-rollback', expression: 'rate(5xx)[1m] > 1% for 10m -> rollback' },
  { id: 'errors-4xx-rollback', expression: 'rate(4xx)[1m] > 2% for 10m -> rollback' },
  { id: 'breaker-rollback', expression: 'signal(breakers_open) > 0 for 5m -> rollback' },
  { id: 'memory-rollback', expression: 'signal(memory) > 95% for 10m -> rollback', note: 'exhaustion' },
  { id: 'cpu-rollback', expression: 'signal(cpu) > 95% for 10m -> rollback', note: 'exhaustion' },
];
