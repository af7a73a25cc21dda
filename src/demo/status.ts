import { rowsFor } from './defects.ts';
import type { DemoState } from './state.ts';

/** Readings of the correct service, by status page: what production would take from its monitoring. */
const READINGS = {
  db: { pool_usage: 0.42, connections_max: 20 },
  redis: { errors: 0, hit_rate: 0.96, p95_ms: 2.1, pool_usage: 0.31 },
  ai: { fallback_rate: 0.012, error_rate: 0.006 },
  system: { cpu: 0.38, memory: 0.51, search_success: 0.996 },
  agent: { task_success: 0.998 },
  security: { anomalies: 0 },
  portal: { memory: 0.52, cpu: 0.35, db_pool: 0.4, breakers_open: 0, up: 1, audit_unredacted: 0 },
  memory: {
    rls_policy_errors: 0,
    cross_tenant_attempts: 0,
    ann_p95_ms: 84,
    db_pool: 0.37,
    rerank_skip_rate: 0.002,
    rerank_timeouts: 0,
    up_memory: 1,
    up_system: 1,
    up_sse: 1,
  },
} as const satisfies Record<string, Record<string, number>>;

export type StatusPage = keyof typeof READINGS;
export const STATUS_PAGES = Object.keys(READINGS) as StatusPage[];

/** A status page's readings, with those that a defect changes. */
export function readings(state: DemoState, page: StatusPage): Record<string, number> {
  const values: Record<string, number> = { ...READINGS[page] };
  for (const { reading } of rowsFor(state.defects)) {
    const [where, key, value] = reading ?? [];
    if (where === page && key !== undefined && value !== undefined) values[key] = value;
  }
  if (page === 'memory')
    values['cross_tenant_attempts'] = (values['cross_tenant_attempts'] ?? 0) + state.counters.crossTenant;
  return values;
}
