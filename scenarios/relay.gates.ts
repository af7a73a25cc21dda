import type { PlanInput } from '../src/index.ts';

type Gates = NonNullable<PlanInput['gates']>;
type Triggers = NonNullable<PlanInput['triggers']>;

/** Criteria for promotion; TTFV is the time to first value. */
export const relayGates: Gates = [
  { id: 'ttfv-p95', expression: 'p95(first_event){endpoint=query} < 1500ms' },
  { id: 'ttfv-p50', expression: 'p50(first_event){endpoint=query} < 500ms', level: 'warn' },
  { id: 'streams', expression: 'rate(success){endpoint=query} >= 99.6%' },
  { id: 'limited', expression: 'rate(429) <= 1%', note: 'no limit is promised' },
  { id: 'rls-errors', expression: 'signal(rls_errors) == 0', level: 'critical' },
  { id: 'ann-p95', expression: 'signal(ann_p95) < 200ms' },
  { id: 'db-pool', expression: 'signal(db_pool) < 80%' },
  { id: 'rerank-skips', expression: 'signal(rerank_skips) < 1%', level: 'warn' },
  { id: 'rerank-timeouts', expression: 'signal(rerank_timeouts) == 0', level: 'warn' },
  { id: 'up-memory', expression: 'signal(up_memory) == 1' },
  { id: 'up-system', expression: 'signal(up_system) == 1' },
  { id: 'up-sse', expression: 'signal(up_sse) == 1' },
];

/** The guardrails. */
export const relayTriggers: Triggers = [
  { id: 'ttfv-rollback', expression: 'p95(first_event){endpoint=query}[1m] > 1500ms for 5m -> rollback' },
  { id: 'streams-rollback', expression: 'rate(success){endpoint=query}[1m] < 99.6% for 5m -> rollback' },
  { id: 'rls-rollback', expression: 'signal(rls_errors) > 0 for 1m -> rollback' },
  { id: 'cross-tenant', expression: 'signal(cross_tenant) > 0 -> security', note: 'at once' },
];
