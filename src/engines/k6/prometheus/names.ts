import { CUSTOM, END, ITERATION, REQUEST } from '../told.ts';

/** k6's names in Prometheus: a prefix, the metric's own name, and its unit or kind. */
export const NAMES = {
  request: `k6_${REQUEST}_seconds`,
  custom: `k6_${CUSTOM}`,
  iteration: `k6_${ITERATION}_total`,
  end: `k6_${END}_total`,
  plain: 'k6_http_req_duration_seconds',
  sent: 'k6_http_reqs_total',
  iterations: 'k6_iterations_total',
  dropped: 'k6_dropped_iterations_total',
  users: 'k6_vus',
} as const;

/** What trends are called where they are pushed as gauges, which cannot be merged. */
const GAUGES = [`k6_${REQUEST}_p99`, 'k6_http_req_duration_p99'] as const;

/** All series of one run, as PromQL. */
export function selectorOf(testid: string): string {
  const names = [...Object.values(NAMES), ...GAUGES].join('|');
  return `{__name__=~"${names}",testid=${JSON.stringify(testid)}}`;
}

export function isGauge(name: string | undefined): boolean {
  return (GAUGES as readonly (string | undefined)[]).includes(name);
}
