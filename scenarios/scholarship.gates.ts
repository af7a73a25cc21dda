import type { PlanInput } from '../src/index.ts';

type Gates = NonNullable<PlanInput['gates']>;
type Triggers = NonNullable<PlanInput['triggers']>;

const LOAD: Gates = [
  { id: 'availability', expression: 'availability >= 99.9%' },
  { id: 'p95', expression: 'p95(latency) <= 220ms' },
  { id: 'p95-target', expression: 'p95(latency) <= 200ms', level: 'warn', note: 'SLI and KPI' },
  { id: 'p99-stable', expression: 'trend(p99(latency)){scenario=steady} stable 10%' },
  { id: 'errors-5xx', expression: 'rate(5xx) <= 0.5%' },
  {
    id: 'errors-5xx-alert',
    expression: 'rate(5xx) <= 1%',
    level: 'warn',
    note: 'alert of one of the documents',
  },
  { id: 'limited', expression: 'rate(429) <= 1%', note: 'of synthetic traffic; floods are kept out' },
  { id: 'search-errors', expression: 'rate(errors){endpoint=search} <= 2%' },
  { id: 'recommendation-errors', expression: 'rate(errors){endpoint=recommendations} <= 2%' },
  { id: 'one-request', expression: 'p95(latency){scenario=thousand} < 200ms' },
  { id: 'agent-tasks', expression: 'rate(success){endpoint=tasks} >= 98%' },
];

const SIGNALS: Gates = [
  { id: 'db-pool', expression: 'signal(db_pool) <= 75%' },
  { id: 'db-pool-alert', expression: 'signal(db_pool) <= 80%', level: 'warn' },
  { id: 'redis-errors', expression: 'signal(redis_errors) == 0' },
  { id: 'redis-hits', expression: 'signal(redis_hit_rate) >= 90%' },
  { id: 'redis-p95', expression: 'signal(redis_p95) < 10ms' },
  { id: 'redis-pool', expression: 'signal(redis_pool) < 80%' },
  { id: 'openai-fallback', expression: 'signal(openai_fallback) <= 5%' },
  { id: 'openai-errors', expression: 'signal(openai_errors) < 3%' },
  { id: 'cpu', expression: 'signal(cpu) < 70%' },
  { id: 'memory', expression: 'signal(memory) < 70%' },
  { id: 'agent-success', expression: 'signal(agent_success) >= 99%' },
  { id: 'search-success', expression: 'signal(search_success) > 98%', level: 'warn', note: 'KPI' },
];

/** What must hold before promotion. */
export const scholarshipGates: Gates = [...LOAD, ...SIGNALS];

/** What asks for a rollback; those that take minutes are for a monitor, a single run shows them as not evaluable. */
export const scholarshipTriggers: Triggers = [
  { id: 'p95-rollback', expression: 'p95(latency)[1m] > 250ms for 10m -> rollback' },
  { id: 'errors-5xx-rollback', expression: 'rate(5xx)[1m] > 1% for 10m -> rollback' },
  { id: 'limited-rollback', expression: 'rate(429)[1m] > 2% for 10m -> rollback' },
  { id: 'availability-rollback', expression: 'availability[1m] < 99% for 2m -> rollback' },
  { id: 'search-rollback', expression: 'rate(errors){endpoint=search}[1m] > 2% for 10m -> rollback' },
  {
    id: 'recommendations-rollback',
    expression: 'rate(errors){endpoint=recommendations}[1m] > 2% for 10m -> rollback',
  },
  { id: 'agents-rollback', expression: 'signal(agent_success) < 98% for 10m -> rollback' },
  { id: 'redis-rollback', expression: 'signal(redis_errors) > 0 for 5m -> rollback' },
  { id: 'openai-rollback', expression: 'signal(openai_fallback) > 10% for 10m -> rollback' },
  { id: 'db-pool-rollback', expression: 'signal(db_pool) > 85% for 5m -> rollback' },
  { id: 'burn', expression: 'burn(availability, 99.9%, 30d)[1h,5m] > 14.4 -> rollback' },
  { id: 'security', expression: 'signal(security_anomalies) > 0 -> security' },
];
