import type { DefectRow } from './row.ts';

/** Faults and readings that gates of the relay plan show. */
export const RELAY_FAULTS = [
  {
    id: 'first-value-late',
    title: 'The first value of every 4th stream comes after 2.5 s',
    primary: 'ttfv-p95',
    fault: { route: 'memory-query', every: 4, delay: 2500 },
  },
  {
    id: 'first-value-sluggish',
    title: 'The first value of every stream comes after 900 ms',
    primary: 'ttfv-p50',
    fault: { route: 'memory-query', every: 1, delay: 900 },
  },
  {
    id: 'streams-cut',
    title: 'Every 25th stream ends without "done"',
    primary: 'streams',
    fault: { route: 'memory-query', every: 25, mistake: 'stream-cut' },
  },
  {
    id: 'queries-limited',
    title: 'Every 20th query is answered 429',
    primary: 'limited',
    fault: { route: 'memory-query', every: 20, status: 429 },
  },
  {
    id: 'rls-errors',
    title: 'Row-level security reports policy errors',
    primary: 'rls-errors',
    implied: ['rls-rollback'],
    reading: ['memory', 'rls_policy_errors', 2],
  },
  {
    id: 'cross-tenant-attempts',
    title: 'Attempts to read across tenants are counted',
    primary: 'cross-tenant',
    reading: ['memory', 'cross_tenant_attempts', 1],
  },
  {
    id: 'ann-slow',
    title: 'ANN search p95 is 260 ms',
    primary: 'ann-p95',
    reading: ['memory', 'ann_p95_ms', 260],
  },
  {
    id: 'relay-db-pool-high',
    title: 'The database pool is 86 % full',
    primary: 'db-pool',
    reading: ['memory', 'db_pool', 0.86],
  },
  {
    id: 'rerank-skips',
    title: '3 % of queries skip the reranker',
    primary: 'rerank-skips',
    reading: ['memory', 'rerank_skip_rate', 0.03],
  },
  {
    id: 'rerank-timeouts',
    title: 'The reranker times out',
    primary: 'rerank-timeouts',
    reading: ['memory', 'rerank_timeouts', 4],
  },
  {
    id: 'memory-target-down',
    title: 'The scrape target "memory" is down',
    primary: 'up-memory',
    reading: ['memory', 'up_memory', 0],
  },
  {
    id: 'system-target-down',
    title: 'The scrape target "system" is down',
    primary: 'up-system',
    reading: ['memory', 'up_system', 0],
  },
  {
    id: 'sse-target-down',
    title: 'The scrape target "sse" is down',
    primary: 'up-sse',
    reading: ['memory', 'up_sse', 0],
  },
] as const satisfies readonly DefectRow[];
