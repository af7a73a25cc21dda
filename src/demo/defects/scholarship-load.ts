import type { DefectRow } from './row.ts';

/** Defects of the scholarship service that load shows. */
export const SCHOLARSHIP_FAULTS = [
  {
    id: 'connections-reset',
    title: 'Every second eligibility check is reset',
    primary: 'availability',
    fault: { route: 'eligibility', every: 2, after: 20, until: 400, reset: true },
  },
  {
    id: 'slow-search',
    title: 'Every second search takes 450 ms',
    primary: 'p95',
    implied: ['p95-target'],
    fault: { route: 'search', every: 2, delay: 450 },
  },
  {
    id: 'sluggish-search',
    title: 'Every second search takes 350 ms',
    primary: 'p95-target',
    implied: ['p95'],
    fault: { route: 'search', every: 2, delay: 350 },
  },
  {
    id: 'leak',
    title: 'After 4,400 answers every 16th takes 600 ms',
    primary: 'p99-stable',
    fault: { route: '*', every: 16, after: 4400, delay: 600 },
  },
  {
    id: 'server-errors',
    title: 'Every second eligibility check is answered 500',
    primary: 'errors-5xx',
    implied: ['errors-5xx-alert', 'availability'],
    fault: { route: 'eligibility', every: 2, after: 20, until: 400, status: 500 },
  },
  {
    id: 'overload-errors',
    title: 'Every 10th list of scholarships is answered 503',
    primary: 'errors-5xx-alert',
    implied: ['errors-5xx', 'availability', 'one-request'],
    fault: { route: 'scholarships', every: 10, after: 40, status: 503 },
  },
  {
    id: 'spurious-limit',
    title: 'Every third recommendation is answered 429',
    primary: 'limited',
    fault: { route: 'recommendations', every: 3, after: 5, status: 429 },
  },
  {
    id: 'search-errors',
    title: 'Every 8th search is answered 500',
    primary: 'search-errors',
    implied: ['errors-5xx', 'errors-5xx-alert', 'availability', 'search-success'],
    fault: { route: 'search', every: 8, status: 500 },
  },
  {
    id: 'recommendation-errors',
    title: 'Every 6th recommendation is answered 500',
    primary: 'recommendation-errors',
    implied: ['errors-5xx', 'errors-5xx-alert', 'availability'],
    fault: { route: 'recommendations', every: 6, after: 5, status: 500 },
  },
  {
    id: 'slow-admin-list',
    title: 'Every 6th list for an administrator takes 500 ms',
    primary: 'one-request',
    implied: ['p95', 'p95-target'],
    fault: { route: 'scholarships', class: 'admin', every: 6, delay: 500 },
  },
  {
    id: 'task-failures',
    title: 'Every third agent task fails',
    primary: 'agent-tasks',
    fault: { route: 'tasks', every: 3, mistake: 'task-failed' },
  },
] as const satisfies readonly DefectRow[];

/** Defects of the scholarship service that its status pages show. */
export const SCHOLARSHIP_READINGS = [
  reading('db-pool-high', 'The database pool is 78 % full', 'db-pool', ['db', 'pool_usage', 0.78]),
  {
    ...reading('db-pool-alert', 'The database pool is 82 % full', 'db-pool-alert', [
      'db',
      'pool_usage',
      0.82,
    ]),
    implied: ['db-pool'],
  },
  reading('redis-errors', 'Redis answers with errors', 'redis-errors', ['redis', 'errors', 3]),
  reading('redis-cold', 'Redis hits 84 % of the time', 'redis-hits', ['redis', 'hit_rate', 0.84]),
  reading('redis-slow', 'Redis p95 is 14 ms', 'redis-p95', ['redis', 'p95_ms', 14]),
  reading('redis-pool-high', 'The Redis pool is 86 % full', 'redis-pool', ['redis', 'pool_usage', 0.86]),
  reading('openai-fallback', '7 % of AI answers are fallbacks', 'openai-fallback', [
    'ai',
    'fallback_rate',
    0.07,
  ]),
  reading('openai-errors', '4 % of AI calls fail', 'openai-errors', ['ai', 'error_rate', 0.04]),
  reading('cpu-high', 'The CPU is 82 % busy', 'cpu', ['system', 'cpu', 0.82]),
  reading('memory-high', 'Memory is 81 % full', 'memory', ['system', 'memory', 0.81]),
  reading('agents-failing', '97 % of agent tasks succeed', 'agent-success', ['agent', 'task_success', 0.97]),
  reading('search-success-low', '97 % of searches succeed', 'search-success', [
    'system',
    'search_success',
    0.97,
  ]),
  reading('security-anomaly', 'A security anomaly was noted', 'security', ['security', 'anomalies', 1]),
] as const;

function reading<Id extends string>(
  id: Id,
  title: string,
  primary: string,
  differing: readonly [string, string, number],
): DefectRow & { readonly id: Id } {
  return { id, title, primary, reading: differing };
}
