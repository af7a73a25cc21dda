import { inMilliseconds, type Load, type Peer } from './peer.ts';

/** Arrivals that find no virtual user are dropped; latency counts from the send. */
export const k6: Peer = {
  name: 'k6',
  loop: 'open',
  program: 'k6',
  version: ['version'],
  files: (load) => ({ 'truth.js': scriptOf(load) }),
  commands: () => [['run', '--quiet', '--no-usage-report', 'truth.js']],
  result: 'summary.json',
  read: (text) => {
    const { metrics } = JSON.parse(text);
    const { 'p(50)': p50, 'p(95)': p95, 'p(99)': p99 } = metrics.http_req_duration.values;
    const dropped = metrics.dropped_iterations?.values.count ?? 0;
    return {
      percentiles: inMilliseconds({ p50, p95, p99 }, 1),
      notes: dropped > 0 ? [`${dropped} arrivals dropped`] : [],
    };
  },
};

function scriptOf({ url, rate, seconds, waiting }: Load): string {
  const load = {
    executor: 'constant-arrival-rate',
    rate,
    timeUnit: '1s',
    duration: `${seconds}s`,
    preAllocatedVUs: waiting,
    maxVUs: waiting,
  };
  const options = { scenarios: { load }, summaryTrendStats: ['p(50)', 'p(95)', 'p(99)'] };
  return `import http from 'k6/http';
export const options = ${JSON.stringify(options)};
export default function () { http.get(${JSON.stringify(url)}); }
export function handleSummary(data) { return { 'summary.json': JSON.stringify(data) }; }
`;
}
